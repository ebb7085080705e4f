import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryAuditLog } from '@/lib/adapters/memory/audit-log'
import { newSigningKey, readSigningKey } from '@/lib/audit/note'
import { proveEvent } from '@/lib/audit/prove-event'
import { publishCheckpoint } from '@/lib/audit/publish-checkpoint'
import { systemClock } from '@/lib/kernel/time'
import { registerAudit } from './audit'

const folder = mkdtempSync(join(tmpdir(), 'l0-audit-'))
const out = join(folder, 'audit.jsonl')
const script = fileURLToPath(new URL('../verify/l0-verify.mjs', import.meta.url))
const log = memoryAuditLog()
const said: string[] = []
let printed: string[] = []

beforeAll(() => {
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
})
beforeEach(() => {
  printed = []
  process.exitCode = 0
})

async function run(...args: string[]): Promise<number> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} })
  const privateKey = readSigningKey(newSigningKey())
  registerAudit(program, {
    clock: systemClock,
    open: async (workspace) => {
      if (workspace !== 'demo') return null
      const witnesses = [{ name: 'file', publish: async (s: object) => void said.push(JSON.stringify(s)) }]
      return {
        log,
        workspaceId: 'ws_demo',
        beforeExport: async () => {
          const target = { type: 'audit_log', id: 'ws_demo' }
          await log.append(null, 'ws_demo', {
            type: 'export.made',
            actor: { type: 'system', id: 'cli' },
            target,
          })
          await publishCheckpoint(
            { log, witnesses, privateKey, clock: systemClock },
            { workspaceId: 'ws_demo' },
          )
        },
        close: async () => {},
      }
    },
  })
  // Commander's --help promise: errors carry the exit status.
  return program.parseAsync(['audit', ...args], { from: 'user' }).then(
    () => Number(process.exitCode),
    (error: { exitCode: number }) => error.exitCode,
  )
}

describe('audit export and verify', () => {
  it('an export verifies, with its witness, also by the bare script without anything installed', async () => {
    expect(await run('export', '--workspace', 'demo', '--out', out, '--json')).toBe(0)
    expect(JSON.parse(printed[0]!)).toEqual({ workspace: 'ws_demo', events: 1, file: out })
    const witness = join(folder, 'witness.jsonl')
    writeFileSync(witness, `${said.join('\n')}\n`)
    expect(await run('verify', out, '--witness', witness, '--json')).toBe(0)
    expect(JSON.parse(printed[1]!)).toMatchObject({ ok: true, events: 1, anchored: true })
    const copy = join(folder, 'copied-verifier.mjs')
    writeFileSync(copy, readFileSync(script))
    expect(execFileSync(process.execPath, [copy, out], { encoding: 'utf8' })).toContain('verified through #1')
  })

  it('a changed export exits 1 and names the first thing wrong', async () => {
    const bad = join(folder, 'bad.jsonl')
    writeFileSync(bad, readFileSync(out, 'utf8').replace('export.made', 'export.fade'))
    expect(await run('verify', bad)).toBe(1)
    expect(printed[0]).toMatch(/^WRONG \(line 2\) \[leaf_changed\]: event #1/)
    expect(spawnSync(process.execPath, [script, bad]).status).toBe(1)
  })

  it('files that are not exports exit 1, whatever they hold', async () => {
    const junk = join(folder, 'junk')
    for (const bytes of ['', '\n', 'null\n', '{"kind":"header"}\n', '\xff\xfe', '['.repeat(50_000)]) {
      writeFileSync(junk, bytes, 'latin1')
      expect(await run('verify', junk)).toBe(1)
    }
    expect(await run('verify', join(folder, 'missing'))).toBe(1)
  })

  it('the saved proof of an event verifies', async () => {
    const { items } = await log.list('ws_demo', {})
    const proof = await proveEvent({ log }, { workspaceId: 'ws_demo', eventId: items[0]!.id })
    const file = join(folder, 'proof.json')
    writeFileSync(file, JSON.stringify(proof))
    expect(await run('verify', '--proof', file)).toBe(0)
    expect(spawnSync(process.execPath, [script, '--proof', file]).status).toBe(0)
  })

  it('an unknown workspace exits 1, bad usage of the script 2', async () => {
    expect(await run('export', '--workspace', 'nobody', '--out', out)).toBe(1)
    expect(spawnSync(process.execPath, [script]).status).toBe(2)
    expect(spawnSync(process.execPath, [script, out, '--nonsense']).status).toBe(2)
  })
})
