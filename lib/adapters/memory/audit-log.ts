import { eventFromLeaf, genesisHash, leafHash, leafText, prepareEvent } from '@/lib/audit/leaf'
import { parseVerifierKey } from '@/lib/audit/note'
import type { AuditLog, CheckpointRecord, PersonalValue, PreparedEvent, SealedLeaf } from '@/lib/audit/ports'
import { AuditQuery } from '@/lib/audit/schema'
import type { AuditEvent, AuditPage, Checkpoint, KeyChange } from '@/lib/audit/schema'
import { L0Error } from '@/lib/kernel/errors'
import type { Clock } from '@/lib/kernel/time'
import { systemClock } from '@/lib/kernel/time'

/** A transaction that seals what was appended when it commits. Any other value seals at once. */
export type MemoryTx = { onCommit(run: () => void): void }

type Log = {
  leaves: SealedLeaf[]
  checkpoints: CheckpointRecord[]
  keyChanges: KeyChange[]
  firstKey: string | null
}

/** An audit log in memory: for tests, and the reference for what the Postgres adapter must do. */
export function memoryAuditLog(clock: Clock = systemClock): AuditLog<unknown> {
  const logs = new Map<string, Log>()
  const logOf = (workspaceId: string): Log => {
    const known = logs.get(workspaceId)
    if (known) return known
    const fresh: Log = { leaves: [], checkpoints: [], keyChanges: [], firstKey: null }
    logs.set(workspaceId, fresh)
    return fresh
  }
  return {
    async append(tx, workspaceId, input) {
      const event = prepareEvent(workspaceId, input, { now: clock.now() })
      const run = () => sealEvent(logOf(workspaceId).leaves, event)
      if (isMemoryTx(tx)) tx.onCommit(run)
      else run()
      return { id: event.id, at: event.at.toISOString() }
    },
    list: async (workspaceId, query) => listEvents(logOf(workspaceId).leaves, query),
    async get(workspaceId, eventId) {
      return (
        logOf(workspaceId)
          .leaves.map(eventFromLeaf)
          .find((event) => event.id === eventId) ?? null
      )
    },
    async *leaves(workspaceId, fromSeq, toSeq) {
      for (const leaf of logOf(workspaceId).leaves.slice(fromSeq - 1, toSeq)) yield structuredClone(leaf)
    },
    async *leafHashes(workspaceId, fromSeq, toSeq) {
      for (const leaf of logOf(workspaceId).leaves.slice(fromSeq - 1, toSeq)) yield leaf.leafHash
    },
    async head(workspaceId) {
      const { leaves } = logOf(workspaceId)
      return { size: leaves.length, hash: leaves.at(-1)?.leafHash ?? genesisHash }
    },
    async erasePersonal(_tx, workspaceId, which) {
      return erase(logOf(workspaceId).leaves, which)
    },
    ...checkpointStore(logOf),
  }
}

function checkpointStore(logOf: (workspaceId: string) => Log) {
  return {
    async lastCheckpoint(workspaceId: string) {
      return logOf(workspaceId).checkpoints.at(-1) ?? null
    },
    async checkpointCovering(workspaceId: string, seq: number): Promise<Checkpoint | null> {
      return logOf(workspaceId).checkpoints.find((kept) => kept.checkpoint.size >= seq)?.checkpoint ?? null
    },
    async *checkpoints(workspaceId: string) {
      for (const kept of logOf(workspaceId).checkpoints) yield kept.checkpoint
    },
    async saveCheckpoint(record: CheckpointRecord) {
      const { checkpoints, keyChanges, firstKey } = logOf(record.checkpoint.workspace)
      const lastSize = checkpoints.at(-1)?.checkpoint.size ?? 0
      if (record.checkpoint.size <= lastSize) throw conflict('A checkpoint of this size or larger is stored.')
      const speaking = keyChanges.at(-1)?.new_key ?? firstKey
      if (speaking && parseVerifierKey(speaking).id !== record.checkpoint.key_id)
        throw conflict('Another key speaks for this log now.')
      checkpoints.push(record)
    },
    async keyChanges(workspaceId: string) {
      return [...logOf(workspaceId).keyChanges]
    },
    async saveKeyChange(change: KeyChange) {
      const { keyChanges, checkpoints } = logOf(change.workspace)
      if ((checkpoints.at(-1)?.checkpoint.size ?? 0) !== change.size)
        throw conflict('The log was signed further meanwhile.')
      const taken = keyChanges.some((kept) => kept.old_key === change.old_key)
      if (taken) throw conflict('This key has handed over already.')
      keyChanges.push(change)
    },
    async firstKey(workspaceId: string) {
      return logOf(workspaceId).firstKey
    },
    async saveFirstKey(workspaceId: string, verifierKey: string) {
      const log = logOf(workspaceId)
      if (log.firstKey !== null && log.firstKey !== verifierKey)
        throw conflict('Another first key is stored.')
      log.firstKey = verifierKey
    },
  }
}

function sealEvent(leaves: SealedLeaf[], event: PreparedEvent): void {
  const seq = leaves.length + 1
  const prev = leaves.at(-1)?.leafHash ?? genesisHash
  const leaf = leafText({ body: event.body, prev, seq, workspace: event.workspace })
  leaves.push({ seq, leaf, leafHash: leafHash(leaf), personal: event.personal })
}

function listEvents(leaves: SealedLeaf[], raw: unknown): AuditPage {
  const parsed = AuditQuery.safeParse(raw)
  if (!parsed.success)
    throw new L0Error('invalid_input', 'The audit query is not valid.', { cause: parsed.error })
  const query = parsed.data
  const found = leaves
    .map(eventFromLeaf)
    .reverse()
    .filter((event) => matches(event, query))
  const items = found.slice(0, query.limit)
  const more = found.length > items.length
  return { items, next_cursor: more ? String(items.at(-1)!.seq) : null }
}

function matches(event: AuditEvent, query: AuditQuery): boolean {
  const at = Date.parse(event.at)
  return (
    (query.cursor === undefined || event.seq < Number(query.cursor)) &&
    (query.actor === undefined || event.actor.id === query.actor) &&
    (query.type === undefined || query.type.includes(event.type)) &&
    (query.target_type === undefined || event.target.type === query.target_type) &&
    (query.target === undefined || event.target.id === query.target) &&
    (query.from === undefined || at >= Date.parse(query.from)) &&
    (query.to === undefined || at < Date.parse(query.to)) &&
    (query.risk === undefined || query.risk.includes(event.risk))
  )
}

function erase(leaves: SealedLeaf[], which: { eventIds?: string[]; values?: string[] }): number {
  let erased = 0
  for (const leaf of leaves) {
    const { id } = eventFromLeaf(leaf)
    const isMeant = (item: PersonalValue) =>
      which.eventIds?.includes(id) || which.values?.includes(item.value)
    const kept = leaf.personal.filter((item) => !isMeant(item))
    erased += leaf.personal.length - kept.length
    leaf.personal = kept
  }
  return erased
}

function isMemoryTx(tx: unknown): tx is MemoryTx {
  return typeof tx === 'object' && tx !== null && 'onCommit' in tx && typeof tx.onCommit === 'function'
}

function conflict(message: string): L0Error {
  return new L0Error('conflict', message)
}
