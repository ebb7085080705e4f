import { keyForSize, keySpans, verifyCheckpoint } from './checkpoint'
import { CompactRange } from './compact-range'
import type { AuditReader, CheckpointStore } from './ports'
import type { Checkpoint } from './schema'

export type LogCheck = {
  checkpoint: Checkpoint | null
  /** Events in the log now. */
  size: number
  /** The last event a signature vouches for; 0 before the first checkpoint. */
  verified_through: number
  ok: boolean
  problem?: string
}

/** Recomputes the tree under the newest checkpoint and checks its signature. Reads every leaf hash. */
export async function checkLog(
  { log }: { log: AuditReader & CheckpointStore },
  workspaceId: string,
): Promise<LogCheck> {
  const last = await log.lastCheckpoint(workspaceId)
  const { size } = await log.head(workspaceId)
  if (!last) return { checkpoint: null, size, verified_through: 0, ok: true }
  const { checkpoint } = last
  const problem = await findProblem(log, workspaceId, checkpoint, size)
  if (problem) return { checkpoint, size, verified_through: 0, ok: false, problem }
  return { checkpoint, size, verified_through: checkpoint.size, ok: true }
}

async function findProblem(
  log: AuditReader & CheckpointStore,
  workspaceId: string,
  checkpoint: Checkpoint,
  size: number,
): Promise<string | null> {
  if (size < checkpoint.size) return `The log has ${size} events; ${checkpoint.size} were signed.`
  const firstKey = await log.firstKey(workspaceId)
  if (firstKey === null) return 'The key that signed first is missing.'
  try {
    const spans = keySpans(workspaceId, firstKey, await log.keyChanges(workspaceId))
    verifyCheckpoint(checkpoint.note, workspaceId, keyForSize(spans, checkpoint.size))
  } catch (error) {
    return `The newest checkpoint does not verify: ${(error as Error).message}`
  }
  const range = new CompactRange()
  for await (const hash of log.leafHashes(workspaceId, 1, checkpoint.size))
    range.append(Buffer.from(hash, 'hex'))
  if (range.root().toString('hex') === checkpoint.root) return null
  return `The log no longer hashes to what was signed at #${checkpoint.size}.`
}
