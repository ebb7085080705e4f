import type { KeyObject } from 'node:crypto'
import { L0Error } from '@/lib/kernel/errors'
import { CompactRange } from './compact-range'
import { badNote, openNote, parseVerifierKey, signNote, verifierKey } from './note'
import type { CheckpointRecord } from './ports'
import type { Checkpoint, KeyChange } from './schema'

/*
 * Checkpoints as in C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint): origin, size, base64
 * root, and one extension line `timestamp <ISO 8601, ms, UTC>`, as a signed note. The key's name is
 * the origin, so a checkpoint of one workspace can never pass for another's.
 */

/** The log's name in signed text, and the name of its keys. */
export function logOrigin(workspaceId: string): string {
  return `l0-cache/audit/${workspaceId}`
}

export type NewCheckpoint = {
  workspace: string
  /** The record it grows from; null for the first checkpoint of a log. */
  last: CheckpointRecord | null
  /** The leaf hashes (hex) after `last.checkpoint.size`, in order. */
  newLeaves: Iterable<string>
  privateKey: KeyObject
  now: Date
}

/**
 * Signs the tree of the last checkpoint grown by `newLeaves`, so a root inconsistent with the last
 * cannot be signed here. Throws `conflict` if the saved peaks do not hash to the last signed root.
 * The caller has checked the last note's signature.
 */
export function signCheckpoint({
  workspace,
  last,
  newLeaves,
  privateKey,
  now,
}: NewCheckpoint): CheckpointRecord {
  const range = last ? rangeOf(last) : new CompactRange()
  let head = last?.head ?? ''
  for (const leaf of newLeaves) {
    range.append(Buffer.from(leaf, 'hex'))
    head = leaf
  }
  if (range.size === 0) throw new L0Error('conflict', 'An empty log has no checkpoint.')
  const root = range.root()
  const timestamp = now.toISOString()
  const origin = logOrigin(workspace)
  const text = `${origin}\n${range.size}\n${root.toString('base64')}\ntimestamp ${timestamp}\n`
  const note = signNote(text, origin, [privateKey])
  const key_id = parseVerifierKey(verifierKey(origin, privateKey)).id
  const checkpoint = { workspace, size: range.size, root: root.toString('hex'), timestamp, key_id, note }
  return { checkpoint, peaks: range.state().peaks, head }
}

/** The tree a saved checkpoint left off at. Throws `conflict` if it is not the tree that was signed. */
export function rangeOf(record: CheckpointRecord): CompactRange {
  const range = new CompactRange({ size: record.checkpoint.size, peaks: record.peaks })
  if (range.root().toString('hex') === record.checkpoint.root) return range
  throw new L0Error('conflict', `The saved state of ${record.checkpoint.workspace} is not what was signed.`)
}

/** Reads and checks a checkpoint note. Throws `invalid_input` unless it is this log's and `key` signed it. */
export function verifyCheckpoint(note: string, workspaceId: string, key: string): Checkpoint {
  const verifier = parseVerifierKey(key)
  const { text, signedBy } = openNote(note, [verifier])
  const [origin, size, root, stamp, ...rest] = text.slice(0, -1).split('\n')
  if (origin !== logOrigin(workspaceId) || verifier.name !== origin)
    throw badNote('it belongs to another log')
  if (signedBy.length !== 1) throw badNote(`it is not signed by ${verifier.name} (${verifier.id})`)
  const timestamp = /^timestamp (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/.exec(stamp ?? '')?.[1]
  if (!/^[1-9]\d{0,14}$/.test(size ?? '') || !/^[A-Za-z0-9+/]{43}=$/.test(root ?? ''))
    throw badNote('not a checkpoint')
  if (timestamp === undefined || rest.length > 0) throw badNote('not a checkpoint')
  return {
    workspace: workspaceId,
    size: Number(size),
    root: Buffer.from(root!, 'base64').toString('hex'),
    timestamp,
    key_id: verifier.id,
    note,
  }
}

export type NewKeyChange = {
  workspace: string
  /** Size of the old key's last checkpoint. */
  size: number
  oldKey: KeyObject
  newKey: KeyObject
  now: Date
}

const keyChangeTitle = 'l0-cache/key-change/1'

/**
 * The record that hands a log to a new key. Both keys sign: the old one to hand over, the new one to
 * show that it is held and agrees, so that nobody can graft an invented past in front of a key.
 */
export function signKeyChange({ workspace, size, oldKey, newKey, now }: NewKeyChange): KeyChange {
  const origin = logOrigin(workspace)
  const old_key = verifierKey(origin, oldKey)
  const new_key = verifierKey(origin, newKey)
  if (old_key === new_key) throw new L0Error('conflict', 'The new signing key is the old one.')
  const timestamp = now.toISOString()
  const text = `${keyChangeTitle}\n${origin}\nsize ${size}\nold ${old_key}\nnew ${new_key}\ntimestamp ${timestamp}\n`
  return { workspace, size, old_key, new_key, timestamp, note: signNote(text, origin, [oldKey, newKey]) }
}

/** Reads and checks a key change. Throws `invalid_input` unless it hands this log from `oldKey` and both signed. */
export function verifyKeyChange(note: string, workspaceId: string, oldKey: string): KeyChange {
  const pattern =
    /^l0-cache\/key-change\/1\n(\S+)\nsize (0|[1-9]\d{0,14})\nold (\S+)\nnew (\S+)\ntimestamp (\S{24})\n\n/
  const [, origin, size, old_key, new_key, timestamp] = pattern.exec(note) ?? []
  if (!origin || !size || !old_key || !new_key || !timestamp) throw badNote('not a key change')
  if (origin !== logOrigin(workspaceId)) throw badNote('it belongs to another log')
  if (old_key !== oldKey) throw badNote('it does not hand over from the current key')
  const keys = [parseVerifierKey(old_key), parseVerifierKey(new_key)]
  if (keys.some((key) => key.name !== origin)) throw badNote('it names a key of another log')
  const { signedBy } = openNote(note, keys)
  if (!keys.every((key) => signedBy.includes(key.id))) throw badNote('a signature is missing')
  return { workspace: workspaceId, size: Number(size), old_key, new_key, timestamp, note }
}

export type KeySpan = { key: string; fromSize: number; toSize: number }

/**
 * Which key speaks for which sizes, from the first key along the recorded changes. Throws
 * `invalid_input` at the first change that does not follow.
 */
export function keySpans(
  workspaceId: string,
  firstKey: string,
  changes: readonly { note: string }[],
): KeySpan[] {
  const spans: KeySpan[] = [{ key: firstKey, fromSize: 0, toSize: Infinity }]
  for (const { note } of changes) {
    const current = spans.at(-1)!
    const change = verifyKeyChange(note, workspaceId, current.key)
    if (change.size < current.fromSize) throw badNote('key changes are out of order')
    current.toSize = change.size
    spans.push({ key: change.new_key, fromSize: change.size, toSize: Infinity })
  }
  return spans
}

/** The key a checkpoint of this size must be signed with. */
export function keyForSize(spans: readonly KeySpan[], size: number): string {
  const span = spans.find((candidate) => size > candidate.fromSize && size <= candidate.toSize)
  if (span === undefined) throw badNote(`no key speaks for size ${size}`)
  return span.key
}
