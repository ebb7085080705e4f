import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import type { EvidencePack, EvidencePeriod } from '@/lib/audit/evidence/schema'
import { verifyEvidence, type EvidenceCheck } from '@/lib/audit/evidence/verify-evidence'
import { composeAudit } from '@/lib/server/compose/audit'
import { exportEvidence } from '@/lib/server/downloads/export-evidence'
import type { CommandDeps } from './keys'

type Export = EvidencePeriod & { workspace: string; out: string; json?: boolean }
const actor = { type: 'system' as const, id: 'command-line', label: 'command line' }

/** `evidence export` and `evidence verify`. Exit status 0 done, 1 failed or something is wrong, 2 bad usage. */
export function registerEvidence(program: Command, deps: CommandDeps): void {
  const evidence = program
    .command('evidence')
    .description('what an auditor asks for, as CSV with a signed manifest')
  evidence
    .command('export')
    .description('people, keys, approvals, changes, releases, rollbacks, failed controls of a period')
    .requiredOption('--workspace <name>', 'slug or id of the workspace')
    .requiredOption('--from <date>', 'first day or moment, e.g. 2026-01-01 (UTC)', parseMoment)
    .requiredOption('--to <date>', 'end, not included, e.g. 2026-04-01 (UTC)', parseMoment)
    .requiredOption('--out <dir>', 'directory to make; it must be empty or not exist')
    .option('--json', 'print what was written as JSON')
    .action(async (options: Export, command: Command) => {
      const { base, close } = await deps.open()
      const audit = composeAudit(base)
      try {
        const row = await base.db.prisma.workspace.findFirst({
          where: { OR: [{ id: options.workspace }, { slug: options.workspace }] },
          select: { id: true },
        })
        if (!row) return command.error(`error: there is no workspace ${options.workspace}`, { exitCode: 1 })
        const { from, to } = options
        const request = { workspaceId: row.id, actor, requestId: null, period: { from, to } }
        await requireEmpty(options.out)
        const pack = await exportEvidence({ ...base, audit }, request)
        await writePack(options.out, pack)
        const result = { workspace: row.id, files: [...pack.keys()].sort(), out: options.out }
        console.log(options.json ? JSON.stringify(result) : `${pack.size} files in ${options.out}`)
      } finally {
        await audit.close()
        await close()
      }
    })
  evidence
    .command('verify')
    .description('check a pack without app or database; prints the first thing wrong')
    .argument('<dir>', 'what `evidence export` wrote, or the archive from the console, unpacked')
    .option('--key <key>', 'verifier key it must be signed with')
    .option('--json', 'print the result as JSON')
    .action(async (directory: string, options: { key?: string; json?: boolean }) => {
      const result = verifyEvidence(await readPack(directory), options.key ?? null)
      console.log(options.json ? JSON.stringify(result) : describe(result))
      if (!result.ok) process.exitCode = 1
    })
}

async function requireEmpty(directory: string): Promise<void> {
  const present = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (present.length > 0)
    throw new Error(`${directory} is not empty: a pack is all there is in its directory.`)
}

/** Personal data is in it: readable by whoever asked, and nobody else. */
async function writePack(directory: string, pack: EvidencePack): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  for (const [name, text] of pack)
    await writeFile(path.join(directory, name), text, { mode: 0o600, flag: 'wx' })
}

async function readPack(directory: string): Promise<EvidencePack> {
  const pack: EvidencePack = new Map()
  for (const name of await readdir(directory))
    pack.set(name, await readFile(path.join(directory, name), 'utf8'))
  return pack
}

function describe(result: EvidenceCheck): string {
  if (!result.ok) return `WRONG${result.file ? ` (${result.file})` : ''}: ${result.problem}`
  const lines = [
    `OK: ${result.files} files of ${result.workspace}, as of its audit log's first ${result.checkpoint_size} events`,
  ]
  if (!result.anchored)
    lines.push(`note: the key comes from the pack itself; compare it, or pass --key: ${result.key}`)
  return lines.join('\n')
}

function parseMoment(value: string): string {
  const moment = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00.000Z`) : new Date(value)
  if (!Number.isNaN(moment.getTime()) && /^\d{4}-\d\d-\d\d/.test(value)) return moment.toISOString()
  throw new InvalidArgumentError('must be a date such as 2026-01-31, or a moment in ISO 8601')
}
