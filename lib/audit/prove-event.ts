import { L0Error, notFound } from '@/lib/kernel/errors'
import { keyForSize, keySpans, verifyCheckpoint } from './checkpoint'
import { leafHash } from './leaf'
import { inclusionPath, verifyInclusion } from './merkle'
import type { AuditReader, CheckpointStore } from './ports'
import type { InclusionProof } from './schema'

export type ProveDeps = { log: AuditReader & CheckpointStore }

/**
 * The proof that an event is in the log as signed (RFC 9162 §2.1.3), checked before it is returned.
 * Null while no checkpoint covers the event yet. Throws `not_found` for an unknown event and
 * `conflict` when the stored log no longer matches what was signed.
 */
export async function proveEvent(
  { log }: ProveDeps,
  { workspaceId, eventId }: { workspaceId: string; eventId: string },
): Promise<InclusionProof | null> {
  const event = await log.get(workspaceId, eventId)
  if (!event) throw notFound(`Audit event ${eventId}`)
  const stored = await log.checkpointCovering(workspaceId, event.seq)
  const firstKey = await log.firstKey(workspaceId)
  if (!stored || firstKey === null) return null
  const spans = keySpans(workspaceId, firstKey, await log.keyChanges(workspaceId))
  const key = keyForSize(spans, stored.size)
  const checkpoint = verifyCheckpoint(stored.note, workspaceId, key)

  const hashes: Buffer[] = []
  for await (const hash of log.leafHashes(workspaceId, 1, checkpoint.size))
    hashes.push(Buffer.from(hash, 'hex'))
  const leaf = await leafAt(log, workspaceId, event.seq)
  const index = event.seq - 1
  const path = hashes.length === checkpoint.size ? inclusionPath(hashes, index) : []
  const proven = verifyInclusion({
    index,
    size: checkpoint.size,
    leafHash: Buffer.from(leafHash(leaf), 'hex'),
    path,
    root: Buffer.from(checkpoint.root, 'hex'),
  })
  if (!proven)
    throw new L0Error('conflict', `Event #${event.seq} is not what was signed at size ${checkpoint.size}.`)
  return {
    format: 'l0-audit-proof/1',
    leaf,
    leaf_hash: leafHash(leaf),
    index,
    path: path.map((hash) => hash.toString('hex')),
    checkpoint: checkpoint.note,
    key,
  }
}

async function leafAt(log: AuditReader, workspaceId: string, seq: number): Promise<string> {
  for await (const sealed of log.leaves(workspaceId, seq, seq)) return sealed.leaf
  throw notFound(`Audit event #${seq}`)
}
