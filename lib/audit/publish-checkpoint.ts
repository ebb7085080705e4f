import type { KeyObject } from 'node:crypto'
import { L0Error } from '@/lib/kernel/errors'
import type { Clock } from '@/lib/kernel/time'
import {
  keyForSize,
  keySpans,
  logOrigin,
  rangeOf,
  signCheckpoint,
  signKeyChange,
  verifyCheckpoint,
} from './checkpoint'
import { CompactRange } from './compact-range'
import { genesisHash } from './leaf'
import { parseVerifierKey, verifierKey } from './note'
import type { AuditReader, CheckpointRecord, CheckpointStore, Witness, WitnessStatement } from './ports'
import type { Checkpoint, KeyChange } from './schema'

/** Checkpoints of one log are at least this far apart. */
const checkpointIntervalMs = 30_000

export type PublishDeps = {
  log: AuditReader & CheckpointStore
  privateKey: KeyObject
  witnesses: readonly Witness[]
  clock: Clock
}

export type PublishOptions = {
  workspaceId: string
  /** Reads the whole log again instead of only what is new; do so when the signer starts. */
  recheck?: boolean
  /** Signs even if the last checkpoint is younger than `checkpointIntervalMs`: for an export. */
  force?: boolean
}

export type PublishResult =
  | { status: 'published'; checkpoint: Checkpoint; failedWitnesses: { name: string; error: unknown }[] }
  | { status: 'too_soon' | 'unchanged'; checkpoint: Checkpoint }
  | { status: 'empty' }

/**
 * The signer: signs the log's head and hands the checkpoint to the witnesses. Throws `conflict` when
 * what the database holds is not a continuation of what was signed before: the alarm must be seen.
 * A failing witness does not stop the others and is named in the result.
 */
export async function publishCheckpoint(deps: PublishDeps, options: PublishOptions): Promise<PublishResult> {
  const { log, clock } = deps
  const { workspaceId } = options
  const last = await log.lastCheckpoint(workspaceId)
  const key = await currentKey(deps, workspaceId, last)
  const [head] = await Promise.all([log.head(workspaceId), refuseOlderThanWitnessed(deps, workspaceId, last)])
  if (last && head.size < last.checkpoint.size)
    throw broken(workspaceId, 'is shorter than its last checkpoint')
  if (head.size === 0) return { status: 'empty' }
  const now = clock.now()
  if (last) {
    await refuseChangedPast(log, last, options.recheck ?? false)
    if (head.size === last.checkpoint.size) return { status: 'unchanged', checkpoint: last.checkpoint }
    const age = now.getTime() - Date.parse(last.checkpoint.timestamp)
    if (age < checkpointIntervalMs && !options.force)
      return { status: 'too_soon', checkpoint: last.checkpoint }
  }
  const newLeaves = await newLeafHashes(log, workspaceId, last, head.size)
  const record = signCheckpoint({ workspace: workspaceId, last, newLeaves, privateKey: deps.privateKey, now })
  if (record.head !== head.hash) throw broken(workspaceId, 'does not end in its head')
  if (!last) await log.saveFirstKey(workspaceId, key)
  await log.saveCheckpoint(record)
  const statement = { kind: 'checkpoint', workspace: workspaceId, note: record.checkpoint.note } as const
  const failedWitnesses = await tellWitnesses(deps.witnesses, statement)
  return { status: 'published', checkpoint: record.checkpoint, failedWitnesses }
}

/**
 * Hands a log from `privateKey` to `newKey`: what is there is signed by the old key, then the change
 * by both. Throws `conflict` if the log has no checkpoint yet (just start with the new key).
 */
export async function rotateSigningKey(
  deps: PublishDeps,
  options: { workspaceId: string; newKey: KeyObject },
): Promise<KeyChange> {
  const { workspaceId, newKey } = options
  await publishCheckpoint(deps, { workspaceId, force: true })
  const last = await deps.log.lastCheckpoint(workspaceId)
  if (!last) throw new L0Error('conflict', `${workspaceId} has no checkpoint to hand over.`)
  const change = signKeyChange({
    workspace: workspaceId,
    size: last.checkpoint.size,
    oldKey: deps.privateKey,
    newKey,
    now: deps.clock.now(),
  })
  await deps.log.saveKeyChange(change)
  await tellWitnesses(deps.witnesses, { kind: 'key_change', workspace: workspaceId, note: change.note })
  return change
}

/** Checks that our key is the one that now speaks for the log, and the last note against the key that signed it. */
async function currentKey(
  deps: PublishDeps,
  workspaceId: string,
  last: CheckpointRecord | null,
): Promise<string> {
  const ours = verifierKey(logOrigin(workspaceId), deps.privateKey)
  const firstKey = (await deps.log.firstKey(workspaceId)) ?? ours
  const spans = keySpans(workspaceId, firstKey, await deps.log.keyChanges(workspaceId))
  if (spans.at(-1)!.key !== ours) {
    throw new L0Error('conflict', `Key ${parseVerifierKey(ours).id} does not speak for ${workspaceId} now.`)
  }
  if (last) {
    const { size, root } = verifyCheckpoint(
      last.checkpoint.note,
      workspaceId,
      keyForSize(spans, last.checkpoint.size),
    )
    if (size !== last.checkpoint.size || root !== last.checkpoint.root) {
      throw broken(workspaceId, 'stores a checkpoint that differs from its signed note')
    }
  }
  return ours
}

/** A restored backup or deleted checkpoints would make the signer contradict itself; a witness remembers. */
async function refuseOlderThanWitnessed(
  deps: PublishDeps,
  workspaceId: string,
  last: CheckpointRecord | null,
) {
  for (const witness of deps.witnesses) {
    const note = (await witness.lastNote?.(workspaceId)) ?? null
    if (note === null) continue
    const [, size, root] = note.split('\n')
    const ours = last?.checkpoint
    const sameRoot = ours && Buffer.from(ours.root, 'hex').toString('base64') === root
    const behind = !ours || Number(size) > ours.size || (Number(size) === ours.size && !sameRoot)
    if (behind) throw broken(workspaceId, `contradicts what witness ${witness.name} has seen at size ${size}`)
  }
}

/** Cheap check each time (the last sealed leaf), the whole log on request. */
async function refuseChangedPast(log: AuditReader, last: CheckpointRecord, whole: boolean): Promise<void> {
  const { workspace, size } = last.checkpoint
  rangeOf(last)
  const range = new CompactRange()
  let leaf = genesisHash
  for await (const hash of log.leafHashes(workspace, whole ? 1 : size, size)) {
    if (whole) range.append(Buffer.from(hash, 'hex'))
    leaf = hash
  }
  if (leaf !== last.head) throw broken(workspace, `has changed at #${size}, which was signed`)
  if (whole && range.root().toString('hex') !== last.checkpoint.root) {
    throw broken(workspace, `has changed somewhere up to #${size}, which was signed`)
  }
}

async function newLeafHashes(
  log: AuditReader,
  workspaceId: string,
  last: CheckpointRecord | null,
  size: number,
) {
  const from = (last?.checkpoint.size ?? 0) + 1
  const hashes: string[] = []
  for await (const hash of log.leafHashes(workspaceId, from, size)) hashes.push(hash)
  if (hashes.length !== size - from + 1) throw broken(workspaceId, `has a gap after #${from - 1}`)
  return hashes
}

async function tellWitnesses(witnesses: readonly Witness[], statement: WitnessStatement) {
  const results = await Promise.allSettled(witnesses.map((witness) => witness.publish(statement)))
  return results.flatMap((result, i) =>
    result.status === 'rejected' ? [{ name: witnesses[i]!.name, error: result.reason as unknown }] : [],
  )
}

function broken(workspaceId: string, what: string): L0Error {
  return new L0Error('conflict', `The audit log of ${workspaceId} ${what}. Nothing was signed.`)
}
