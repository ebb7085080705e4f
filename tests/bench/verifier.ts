/**
 * How long the stand-alone verifier takes: `npx tsx tests/bench/verifier.ts [events [file to keep]]` (a million when left out).
 * Writes a log of that size as an export, with a checkpoint every 10,000 events, and runs the verifier on it as a process.
 */
import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { logOrigin, signCheckpoint } from '@/lib/audit/checkpoint'
import { genesisHash, leafHash, leafText, prepareEvent } from '@/lib/audit/leaf'
import { newSigningKey, readSigningKey, verifierKey } from '@/lib/audit/note'
import type { CheckpointRecord } from '@/lib/audit/ports'

const events = Number(process.argv[2] ?? 1_000_000)
const workspace = 'ws_bench'
const directory = mkdtempSync(path.join(tmpdir(), 'l0-verify-'))
const file = process.argv[3] ?? path.join(directory, 'export.jsonl')
const privateKey = readSigningKey(newSigningKey())
const origin = logOrigin(workspace)

try {
  await writeExport()
  console.log(`${events} events, ${Math.round(statSync(file).size / 2 ** 20)} MiB`)
  const script = `const { main } = await import('./scripts/verify/l0-verify.mjs')
    process.exitCode = await main([${JSON.stringify(file)}])
    const { user, system } = process.cpuUsage()
    console.log(((user + system) / 1e6).toFixed(1) + ' s CPU, ' + process.uptime().toFixed(1) + ' s wall')`
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  console.log(`${ran.stdout.trim()}\nexit ${ran.status}`)
} finally {
  rmSync(directory, { recursive: true, force: true })
}

async function writeExport(): Promise<void> {
  const out = createWriteStream(file)
  const put = async (value: object) => {
    if (!out.write(`${JSON.stringify(value)}\n`)) await once(out, 'drain')
  }
  const at = new Date('2026-01-01T00:00:00Z')
  await put({
    kind: 'header',
    format: 'l0-audit-export/1',
    workspace,
    origin,
    first_key: verifierKey(origin, privateKey),
    exported_at: at.toISOString(),
  })
  let prev = genesisHash
  let last: CheckpointRecord | null = null
  let fresh: string[] = []
  for (let seq = 1; seq <= events; seq++) {
    const { body } = prepareEvent(workspace, eventOf(seq), { now: at })
    const leaf = leafText({ body, prev, seq, workspace })
    prev = leafHash(leaf)
    fresh.push(prev)
    await put({ kind: 'event', leaf, hash: prev })
    if (seq % 10_000 !== 0 && seq !== events) continue
    last = signCheckpoint({ workspace, last, newLeaves: fresh, privateKey, now: at })
    fresh = []
    await put({ kind: 'checkpoint', note: last.checkpoint.note })
  }
  await put({ kind: 'end', size: events, head: prev })
  out.end()
  await once(out, 'finish')
}

function eventOf(seq: number) {
  return {
    type: 'proposal.approved' as const,
    actor: { type: 'user' as const, id: 'usr_1', label: 'ann@example.org' },
    target: { type: 'proposal', id: `prop_${seq}`, label: 'cancel_order' },
    before: { status: 'pending' },
    after: { status: 'approved', content_hash: 'a'.repeat(64), count: seq },
    request_id: `req_${seq}`,
    personal: { address: '192.0.2.1' },
  }
}
