import type { Clock } from '@/lib/kernel/time'
import { logOrigin } from './checkpoint'
import type { AuditReader, CheckpointStore, SealedLeaf } from './ports'
import type { Checkpoint, KeyChange } from './schema'

const exportFormat = 'l0-audit-export/1'

export type ExportDeps = { log: AuditReader & CheckpointStore; clock: Clock }

export type ExportOptions = {
  workspaceId: string
  /** Discloses personal values that were not erased, each with its salt. Off: only their hashes. */
  withPersonal?: boolean
  onProgress?: (done: number, total: number) => void
}

/**
 * The whole log as JSON lines (each ending in a newline), for `scripts/verify/l0-verify.mjs`:
 *
 * - `{"kind":"header","format","workspace","origin","first_key","exported_at"}`
 * - `{"kind":"event","leaf","hash","personal"?}` in order of `seq`; `leaf` is the hashed text
 * - `{"kind":"checkpoint","note"}` right after the event its size names
 * - `{"kind":"key_change","note"}` right after the checkpoint of its size
 * - `{"kind":"end","size","head"}`
 *
 * The end is fixed when the export starts, so writers do not disturb it.
 */
export async function* exportLog(deps: ExportDeps, options: ExportOptions): AsyncGenerator<string> {
  const { log } = deps
  const { workspaceId } = options
  // Read before the head, so that a log shorter than its last checkpoint shows in the export.
  const lastSigned = (await log.lastCheckpoint(workspaceId))?.checkpoint.size ?? 0
  const head = await log.head(workspaceId)
  yield line({
    kind: 'header',
    format: exportFormat,
    workspace: workspaceId,
    origin: logOrigin(workspaceId),
    first_key: await log.firstKey(workspaceId),
    exported_at: deps.clock.now().toISOString(),
  })
  const signed = signedLines(log.checkpoints(workspaceId), await log.keyChanges(workspaceId))
  let next = await signed.next()
  let last: SealedLeaf | null = null
  for await (const sealed of log.leaves(workspaceId, 1, head.size)) {
    yield eventLine(sealed, options.withPersonal ?? false)
    while (!next.done && next.value.size <= sealed.seq) {
      yield next.value.text
      next = await signed.next()
    }
    last = sealed
    options.onProgress?.(sealed.seq, head.size)
  }
  while (!next.done && next.value.size <= lastSigned) {
    yield next.value.text
    next = await signed.next()
  }
  await signed.return(undefined)
  yield line({ kind: 'end', size: last?.seq ?? 0, head: last?.leafHash ?? head.hash })
}

/** Checkpoints and key changes merged in order of size; at the same size the checkpoint comes first. */
async function* signedLines(checkpoints: AsyncIterable<Checkpoint>, changes: KeyChange[]) {
  const waiting = [...changes]
  for await (const checkpoint of checkpoints) {
    while (waiting[0] && waiting[0].size < checkpoint.size) yield changeLine(waiting.shift()!)
    yield { size: checkpoint.size, text: line({ kind: 'checkpoint', note: checkpoint.note }) }
  }
  for (const change of waiting) yield changeLine(change)
}

function changeLine(change: KeyChange) {
  return { size: change.size, text: line({ kind: 'key_change', note: change.note }) }
}

function eventLine(sealed: SealedLeaf, withPersonal: boolean): string {
  const personal = withPersonal && sealed.personal.length > 0 ? sealed.personal : undefined
  return line({ kind: 'event', leaf: sealed.leaf, hash: sealed.leafHash, personal })
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`
}
