import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { exportLog } from '@/lib/audit/export-log'
import type { AuditReader, CheckpointStore } from '@/lib/audit/ports'
import type { Clock } from '@/lib/kernel/time'
import { describeResult, verifyExport, verifyProof } from '@/scripts/verify/l0-verify.mjs'

/** The audit log of one workspace, as the commands need it. */
export type OpenedAudit = {
  log: AuditReader & CheckpointStore
  workspaceId: string
  /** Records the export in the log itself and signs the head, so that nothing exported is unsigned. */
  beforeExport(): Promise<void>
  close(): Promise<void>
}

export type AuditCommandDeps = {
  /** Opens the database; null if there is no such workspace. Called by `export` only. */
  open(workspace: string): Promise<OpenedAudit | null>
  clock: Clock
}

type ExportOptions = { workspace: string; out: string; personal?: boolean; json?: boolean }
type VerifyOptions = { witness: string[]; key?: string; proof?: boolean; json?: boolean }

/** `audit export` and `audit verify`. Exit status 0 done, 1 failed or something is wrong, 2 bad usage. Returns `audit`. */
export function registerAudit(program: Command, deps: AuditCommandDeps): Command {
  const audit = program
    .command('audit')
    .description('export the audit log, verify an export, rotate the signing key')
  audit
    .command('export')
    .description('write the whole log with checkpoints and public keys as JSON lines')
    .requiredOption('--workspace <name>', 'slug or id of the workspace')
    .requiredOption('--out <file>', 'where to write; replaced only when the export is complete')
    .option('--personal', 'disclose personal values that were not erased, with their salts')
    .option('--json', 'print what was written as JSON')
    .action(async (options: ExportOptions, command: Command) => {
      const opened = await deps.open(options.workspace)
      if (!opened) return command.error(`error: there is no workspace ${options.workspace}`, { exitCode: 1 })
      try {
        const events = await writeExport(opened, deps.clock, options)
        const result = { workspace: opened.workspaceId, events, file: options.out }
        console.log(
          options.json
            ? JSON.stringify(result)
            : `${events} events of ${opened.workspaceId} in ${options.out}`,
        )
      } finally {
        await opened.close()
      }
    })
  audit
    .command('verify')
    .description('check an export without app or database; prints the first thing wrong')
    .argument('<file>', 'what `audit export` wrote, or with --proof a saved proof')
    .option('--witness <file>', 'checkpoints kept outside the database (may be repeated)', collect, [])
    .option('--key <key>', 'verifier key the log must be signed with')
    .option('--proof', 'the file is the proof of one event')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: VerifyOptions) => {
      const result = await verify(file, options)
      console.log(options.json ? JSON.stringify(result) : describeResult(result))
      if (!result.ok) process.exitCode = 1
    })
  return audit
}

async function verify(file: string, options: VerifyOptions) {
  const pinnedKey = options.key ?? null
  if (options.proof) return verifyProof({ file }, { pinnedKey })
  const bar = progressBar(options.json)
  bar?.start(0, 0)
  const result = await verifyExport(file, {
    witnessFiles: options.witness,
    pinnedKey,
    onProgress: (events) => bar?.update(events),
  })
  bar?.stop()
  return result
}

/** Writes beside the target and renames, so that a broken export never looks like a whole one. */
async function writeExport(opened: OpenedAudit, clock: Clock, options: ExportOptions): Promise<number> {
  await opened.beforeExport()
  const partial = `${options.out}.partial`
  const bar = progressBar(options.json)
  const file = createWriteStream(partial, { mode: 0o600 })
  let events = 0
  try {
    await once(file, 'open')
    bar?.start(0, 0)
    const onProgress = (done: number, total: number) => {
      events = done
      bar?.setTotal(total)
      bar?.update(done)
    }
    const lines = exportLog(
      { log: opened.log, clock },
      { workspaceId: opened.workspaceId, withPersonal: options.personal, onProgress },
    )
    for await (const line of lines) {
      if (!file.write(line)) await once(file, 'drain')
    }
    file.end()
    await once(file, 'finish')
    await rename(partial, options.out)
    return events
  } catch (error) {
    file.destroy()
    await rm(partial, { force: true })
    throw error
  } finally {
    bar?.stop()
  }
}

/** On a terminal only, and on standard error, so that standard output stays for data. */
function progressBar(json: boolean | undefined): SingleBar | null {
  if (json || !process.stderr.isTTY) return null
  return new SingleBar({
    format: '{bar} {value}/{total} events',
    stream: process.stderr,
    clearOnComplete: true,
  })
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}
