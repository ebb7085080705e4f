import type { AuditTrail } from '@/lib/audit/trail'
import type { Entry, EntryDetail, EntryQuery, EntryState, EntryVersion, PublishedEntry } from './schema'

export type Page<T> = { items: T[]; next_cursor: string | null }

type NewVersion = Omit<EntryVersion, 'version' | 'created_at' | 'withdrawn_at'>

/** Entries of one workspace: a store is made for a workspace and cannot reach another. */
export type EntryStore = {
  list(query: EntryQuery): Promise<Page<Entry>>
  get(id: string): Promise<EntryDetail | null>
  find(scope: string, key: string): Promise<Entry | null>
  /** Finds or makes the entry and locks its row until the transaction ends. */
  lock(scope: string, key: string): Promise<Entry>
  lockById(id: string): Promise<Entry | null>
  /**
   * Appends the next version. Without `heldUntil` it becomes current at once, lifts a quarantine (never a
   * disable) and raises the revision. With it the pointer stays until the outbox item is due.
   * Returns the entry and the number the version got.
   */
  addVersion(
    id: string,
    version: NewVersion,
    now: Date,
    heldUntil?: Date,
  ): Promise<{ entry: Entry; version: number }>
  /** Takes back a version that is still held; false when it is published or replaced already. */
  withdrawHeld(id: string, version: number, by: string, now: Date): Promise<boolean>
  /** Changes the state and raises the revision. */
  setState(id: string, state: EntryState, reason: string, now: Date): Promise<Entry>
  setFreshness(
    id: string,
    value: { owner: string | null; source_url: string | null; review_by: string | null },
  ): Promise<void>
}

/** `notify` is split into one `webhook` item a receiver. */
export type OutboxTopic =
  'entry.publish' | 'workspace.changed' | 'notify' | 'webhook' | 'store.fill' | 'store.empty'
export type OutboxItem = {
  id: string
  workspace_id: string
  topic: OutboxTopic
  subject_id: string
  payload: unknown
  attempts: number
}

/** Written in the transaction of the change; read by the publisher after commit. */
export type OutboxWriter = {
  add(item: { topic: OutboxTopic; subject_id: string; payload: unknown; available_at: Date }): Promise<string>
  /** Takes back what has not left yet; false when it is too late. */
  cancel(id: string, now: Date): Promise<boolean>
  /** The item that publishes this version, unless it has left or was taken back. */
  findPublish(
    entryId: string,
    version: number,
  ): Promise<{ id: string; available_at: Date; payload: unknown } | null>
}

export type Outbox = {
  /** Claims due items, hands each to `deliver`, marks it done or counts the failure. Returns how many were done. */
  drain(limit: number, now: Date, deliver: (item: OutboxItem) => Promise<void>): Promise<number>
  pending(): Promise<{ count: number; oldest_at: Date | null }>
}

export const noticeKinds = [
  'high_risk_new',
  'second_approval_needed',
  'sla_at_risk',
  'entry_quarantined',
  'rollout_backed_off',
  'forged_value',
  'mention',
] as const
type NoticeKind = (typeof noticeKinds)[number]
type Notice = {
  kind: NoticeKind
  title: string
  /** Path in the console. */
  href: string
  subject: { type: 'proposal' | 'entry' | 'workspace'; id: string }
  /** Whoever may decide, or these people. */
  to: 'deciders' | string[]
  /** Whoever caused it need not be told. */
  except?: string
}
/** Tells people in the console, and webhooks through the outbox; part of the open transaction. */
export type NoticeWriter = { add(notice: Notice, now: Date): Promise<void> }

export type EntryTransaction = {
  entries: EntryStore
  audit: AuditTrail
  outbox: OutboxWriter
  notices: NoticeWriter
}

/** Runs `work` in one database transaction over the stores of one workspace. */
export type EntryUnit = {
  transact<T>(workspaceId: string, work: (tx: EntryTransaction) => Promise<T>): Promise<T>
  entries(workspaceId: string): EntryStore
}

/** The current state of an entry, as the publisher reads it: always fresh, never from the outbox row. */
export type PublishSource = {
  published(workspaceId: string, entryId: string): Promise<PublishedEntry | null>
  publishedByKey(workspaceId: string, scope: string, key: string): Promise<PublishedEntry | null>
  /** Every entry that has a version, in id order, for a rebuild. */
  allPublished(after: string | null, limit: number): Promise<PublishedEntry[]>
  /** The same of one workspace. */
  publishedOf(workspaceId: string, after: string | null, limit: number): Promise<PublishedEntry[]>
  countPublished(): Promise<number>
}

/**
 * The hot store: signed values by address. `null` means "nothing there"; an error or a missed
 * deadline throws, and the caller decides what a failure means.
 */
export type HotStore = {
  readonly name: 'redis' | 'memory'
  get(address: string): Promise<string | null>
  /** Writes unless what is there has the same or a higher revision. True when written. */
  putIfNewer(address: string, revision: number, value: string): Promise<boolean>
  /** Puts `value` where exactly `expected` stands. */
  replace(address: string, expected: string, value: string): Promise<boolean>
  /** Deletes what stands at these addresses, all of one workspace. */
  remove(addresses: string[]): Promise<void>
  /** Tells every instance what changed; messages are opaque strings. */
  announce(message: string): Promise<void>
  subscribe(listener: (message: string) => void, onState: (connected: boolean) => void): Promise<void>
  ping(): Promise<void>
  /** Connections open in the background and commands never queue: waits until every one stands. */
  ready(withinMs: number): Promise<void>
  close(): Promise<void>
}

/** One workspace's answers: in the hot store everybody shares, or in one of its own. */
export type AnswerStore = Pick<HotStore, 'get' | 'putIfNewer' | 'replace' | 'remove'> & {
  primaryGet?(address: string): Promise<string | null>
}

/** Where a workspace's answers are to be. `id` changes with each change of place. */
export type AnswerPlace = {
  id: string
  /** Sealed; null: the shared store. */
  url: string | null
  /** False while answers are on their way there. */
  filled: boolean
}

export type AnswerPlaces = {
  /** As it is now; a workspace that is missing is, and always was, in the shared store. */
  of(workspaceIds: string[]): Promise<Map<string, AnswerPlace>>
  /** Workspaces with a store of their own. */
  workspacesElsewhere(): Promise<string[]>
}

/** What a reader needs of a workspace that is not simply in the shared store. */
export type OwnAnswers = {
  get(address: string): Promise<string | null>
  primaryGet(address: string): Promise<string | null>
  /** Nothing there does not mean nothing published. */
  filling(): boolean
}

export type PlaceMover = {
  places(
    workspaceId: string,
  ): Promise<{ current: AnswerPlace | null; leaving: (AnswerPlace & { leftAt: Date })[] }>
  /** Ends the move, if this is still the place; what was left is to be emptied from `emptyAt` on. */
  markFilled(workspaceId: string, placeId: string, emptyAt: Date): Promise<void>
  /** Forgets a place that was left; `emptied` false: it could not be reached for too long. */
  markEmptied(workspaceId: string, placeId: string, emptied: boolean): Promise<void>
}
