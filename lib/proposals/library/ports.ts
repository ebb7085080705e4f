import type { AuditTrail } from '@/lib/audit/trail'
import type { Principal } from '@/lib/auth/schema'
import type { EntryDetail, TemplateSlot } from '@/lib/entries/schema'
import type { Clock } from '@/lib/kernel/time'
import type { Plan } from '@/lib/workspaces/plans'
import type { Caller, ProposalUnit, SafetyCheck } from '../ports'
import type { LibraryPage, LibraryQuery, SharedAnswer } from './schema'

/** What a workspace shows: a copy of the approved version. */
type NewShared = Omit<SharedAnswer, 'own' | 'adopted_as' | 'published_at'> & {
  content_hash: string
  entry_id: string
  entry_version: number
  ruleset_version: string
  published_by: string
}

/**
 * The library as one workspace sees it: its own publications, and of the others nothing but what is published and
 * still served by them.
 */
export type LibraryStore = {
  list(query: LibraryQuery): Promise<LibraryPage>
  get(id: string): Promise<SharedAnswer | null>
  /** Takes the place of what the workspace showed under the key. */
  publish(shared: NewShared, now: Date): Promise<void>
  /** False when it is not the workspace's own, or not shown any more. */
  unpublish(id: string, now: Date): Promise<boolean>
  /** False when the workspace adopted it before. */
  recordAdoption(id: string, adoption: { proposal_id: string; by: string }, now: Date): Promise<boolean>
  /** Writes into the log of whoever published it; says nothing of the adopter. */
  tellPublisher(id: string, key: string): Promise<void>
}

type IntentToAdopt = {
  key: string
  title: string
  description: string
  risk: SharedAnswer['risk']
  slots: TemplateSlot[]
  phrasings: string[]
}

/** Everything below commits together or not at all. */
export type LibraryTransaction = {
  plan(): Promise<Plan>
  library: LibraryStore
  entry(id: string): Promise<EntryDetail | null>
  intent(key: string): Promise<{ title: string; phrasings: string[]; approved: boolean } | null>
  /** Makes the intent unless its key is there; true when it was made. */
  ensureIntent(caller: Caller<Principal>, intent: IntentToAdopt): Promise<boolean>
  /** Review within this very transaction. */
  review: ProposalUnit
  audit: AuditTrail
}

export type LibraryDeps = {
  clock: Clock
  check: SafetyCheck
  /** The text without personal data: what changes by it is not shown to others. */
  redact: (text: string) => string
  read(workspaceId: string): LibraryStore
  plan(workspaceId: string): Promise<Plan>
  transact<T>(workspaceId: string, work: (tx: LibraryTransaction) => Promise<T>): Promise<T>
}
