import type { KeyObject } from 'node:crypto'
import type {
  AuditActor,
  AuditEvent,
  AuditEventInput,
  AuditPage,
  AuditQueryInput,
  AuditTarget,
  Checkpoint,
  KeyChange,
} from './schema'

/*
 * How an event is written and sealed
 *
 * 1. `append` runs inside the transaction of the change. It calls `prepareEvent` (leaf.ts), which
 *    gives the canonical body text (RFC 8785), and inserts the row *unsealed*: `seq`, `prev_hash`,
 *    `leaf` and `leaf_hash` are null. Personal values and their salts go to `audit_personal`. If the
 *    insert fails, so does the change.
 * 2. At commit a DEFERRABLE INITIALLY DEFERRED constraint trigger takes the workspace's advisory
 *    lock, reads the head, and writes `seq`, `prev_hash`, the leaf text
 *        {"body":<body>,"prev":"<hex>","seq":<n>,"ws":"<workspace>"}
 *    and `leaf_hash` = SHA-256(0x00 ‖ leaf). The keys are in RFC 8785 order and every part is
 *    canonical, so plain concatenation in SQL gives canonical bytes. Events of one transaction are
 *    sealed in the order they were appended.
 * 3. The lock is held from there until the commit is durable, so it orders commits of one workspace
 *    and nothing else. A lock taken at insert would deadlock against row locks of the change; a read
 *    of the tail without a lock would fork the chain.
 *
 * Readers parse the leaf text (`eventFromLeaf`), never the columns: columns are an index for
 * filters, the leaf is what is proven. `prisma/migrations/*_audit_sealing` holds the tables, trigger and grants.
 */

/** The row to insert: what `prepareEvent` returns. */
export type PreparedEvent = {
  id: string
  workspace: string
  type: AuditEventInput['type']
  actor: Pick<AuditActor, 'type' | 'id'>
  target: Pick<AuditTarget, 'type' | 'id'>
  risk: AuditEvent['risk']
  at: Date
  requestId: string | null
  /** Canonical JSON, RFC 8785. */
  body: string
  personal: PersonalValue[]
}

/** A personal value kept outside the leaf; `salt` is 32 bytes in hex. */
export type PersonalValue = { field: string; value: string; salt: string }

/** A sealed leaf as stored. `personal` holds what was not erased. */
export type SealedLeaf = { seq: number; leaf: string; leafHash: string; personal: PersonalValue[] }

/**
 * Where use cases write. `Tx` is the adapter's open transaction; what is appended exists exactly if
 * that transaction commits. The sequence number is known only after the commit.
 */
type AuditWriter<Tx> = {
  append(tx: Tx, workspaceId: string, input: AuditEventInput): Promise<{ id: string; at: string }>
}

export type AuditReader = {
  /** Newest first; throws `invalid_input` for a bad query. */
  list(workspaceId: string, query: AuditQueryInput): Promise<AuditPage>
  /** Null if the workspace has no such event. */
  get(workspaceId: string, eventId: string): Promise<AuditEvent | null>
  /** Sealed leaves in order of `seq`, both ends inclusive, read in batches. */
  leaves(workspaceId: string, fromSeq: number, toSeq: number): AsyncIterable<SealedLeaf>
  /** Hashes only, for proofs and checkpoints; both ends inclusive. */
  leafHashes(workspaceId: string, fromSeq: number, toSeq: number): AsyncIterable<string>
  /** Size and last leaf hash; size 0 and 64 zeros before the first event. */
  head(workspaceId: string): Promise<{ size: number; hash: string }>
}

/**
 * What the signer keeps beside a checkpoint to go on without reading the log again: the roots of
 * the perfect subtrees (hex, largest first) and the last leaf's hash.
 */
export type CheckpointRecord = { checkpoint: Checkpoint; peaks: string[]; head: string }

export type CheckpointStore = {
  lastCheckpoint(workspaceId: string): Promise<CheckpointRecord | null>
  /** The first checkpoint that covers `seq`, or null: what an inclusion proof is made against. */
  checkpointCovering(workspaceId: string, seq: number): Promise<Checkpoint | null>
  /** In order of size. */
  checkpoints(workspaceId: string): AsyncIterable<Checkpoint>
  /** Throws `conflict` unless it is larger than the last one stored and signed by the key that speaks now. */
  saveCheckpoint(record: CheckpointRecord): Promise<void>
  /** As stored: whoever relies on them checks the notes (`keySpans`). */
  keyChanges(workspaceId: string): Promise<KeyChange[]>
  /** Throws `conflict` if another change from the same old key is stored, or a checkpoint larger than `size`. */
  saveKeyChange(change: KeyChange): Promise<void>
  /** The verifier key that signed first; what an outsider pins. Null before the first checkpoint. */
  firstKey(workspaceId: string): Promise<string | null>
  /** Stores the first key once; throws `conflict` if another is stored. */
  saveFirstKey(workspaceId: string, verifierKey: string): Promise<void>
}

/** The signer's private keys, those not retired, newest first. */
export type SignerKeys = {
  /** Never empty: the first is made on first use. */
  held(): Promise<KeyObject[]>
  /** The key to rotate to: a new one, or the newest when a rotation broke off. */
  successor(): Promise<KeyObject>
  /** Destroys the others. */
  retireAllBut(kept: KeyObject, at: Date): Promise<void>
  /** Those still sealed with an older master secret: how many, and how many of them cannot be opened. */
  sealedWithOlder(): Promise<{ readable: number; unreadable: number }>
  /** Seals them with the current one. */
  reseal(): Promise<void>
}

/** Erasure: the values and salts go, the leaf and its proof stay. */
type PersonalStore<Tx> = {
  /**
   * Erases the personal fields of these events, and every field whose value is one of `values`.
   * Returns how many fields went.
   */
  erasePersonal(
    tx: Tx,
    workspaceId: string,
    which: { eventIds?: string[]; values?: string[] },
  ): Promise<number>
}

export type AuditLog<Tx> = AuditWriter<Tx> & AuditReader & CheckpointStore & PersonalStore<Tx>

/** What leaves the database: a checkpoint or a key change, as signed text. */
export type WitnessStatement = { kind: 'checkpoint' | 'key_change'; workspace: string; note: string }

/**
 * A place outside the database that remembers checkpoints (a file on another disk, somebody else's
 * webhook). A superuser can rewrite the log but not what a witness has seen.
 */
export type Witness = {
  name: string
  publish(statement: WitnessStatement): Promise<void>
  /** The newest checkpoint note it has seen of this log, if it can tell: guards the signer against a rolled-back database. */
  lastNote?(workspaceId: string): Promise<string | null>
}
