import type { AuditTrail } from '@/lib/audit/trail'
import type { ChallengeStore } from '@/lib/auth/ports'
import type { EntryStore, NoticeWriter, OutboxWriter, Page } from '@/lib/entries/ports'
import type { TemplateSlot } from '@/lib/entries/schema'
import type { SafetyReport } from '@/lib/safety/schema'
import type { Risk, WorkspacePolicy } from '@/lib/workspaces/schema'
import type { DeskStore } from './desk/desk-ports'
import type { QueueSummary } from './quality/quality-schema'
import type { Decision, Proposal, ProposalOrigin, ProposalQuery } from './schema'

export type NewProposal = {
  scope: string
  key: string
  origin: ProposalOrigin
  status: 'pending' | 'blocked'
  risk: Risk
  answer: string
  model_answer: string
  model: string
  content_hash: string
  safety: SafetyReport
  edited_by?: string[]
  seeded?: 'good' | 'bad'
}

export type NewSample = {
  text: string
  entities: { type: string; start: number; end: number }[]
  user_hash: string | null
  answer: string
}

/** `replaceable`: blocked, and untouched by people. */
export type FoldedProposal = { id: string; created: boolean; replaceable: boolean }

type NewDecision = Omit<Decision, 'id' | 'created_at' | 'voided_at' | 'void_reason'> & {
  opened_at?: Date
}

/** A proposal as rules see it: with all its votes, its claim, and whether it only measures reviewers. */
export type ProposalRecord = Omit<Proposal, 'needs' | 'priority'> & {
  seeded: 'good' | 'bad' | null
  decisions: Decision[]
  claim_token: string | null
  decided_by_id: string | null
}

type ContentChange = {
  answer: string
  content_hash: string
  risk: Risk
  status: 'pending' | 'blocked'
  safety: SafetyReport
  edited_by: string[]
}

/** Proposals of one workspace. */
export type ProposalStore = {
  list(
    query: ProposalQuery,
    viewer: { user_id: string } | null,
    now: Date,
  ): Promise<Page<ProposalRecord> & { total: number }>
  get(id: string): Promise<ProposalRecord | null>
  /** Reads the row FOR UPDATE: two decisions on one proposal queue up here. */
  lock(id: string): Promise<ProposalRecord | null>
  findPending(scope: string, key: string): Promise<{ id: string; status: 'pending' | 'blocked' } | null>
  /** Content hash of the answer last rejected here, so that it is not proposed again. */
  lastRejected(scope: string, key: string): Promise<string | null>
  /**
   * Adds the proposal, or folds into the waiting one of (scope, key), which stays locked: counts it once for
   * each sample (once for none), and keeps up to `maxSamples` distinct ones.
   */
  fold(proposal: NewProposal, samples: NewSample[], maxSamples: number, now: Date): Promise<FoldedProposal>
  /** Replaces the content of a waiting proposal; acknowledgements of the old text go. */
  setContent(id: string, content: ContentChange, now: Date): Promise<void>
  addDecision(id: string, decision: NewDecision, now: Date): Promise<Decision>
  /** Voids all votes, or one actor's; returns how many. */
  voidDecisions(id: string, reason: string, now: Date, actorId?: string): Promise<number>
  /** Flips a waiting proposal; false when it was not waiting any more. */
  close(
    id: string,
    to: 'approved' | 'rejected' | 'withdrawn',
    by: { id: string; entry_id: string | null; content_hash?: string },
    now: Date,
  ): Promise<boolean>
  reopen(id: string, now: Date): Promise<void>
  /** Takes or renews a claim; null when somebody else holds a live one. */
  claim(
    id: string,
    by: string,
    token: string,
    until: Date,
    now: Date,
  ): Promise<{ token: string; until: Date } | null>
  /** Prolongs this very claim; false when it is not live any more. */
  renew(id: string, by: string, token: string, until: Date, now: Date): Promise<boolean>
  release(id: string, token: string): Promise<void>
  acknowledge(id: string, item: { rule: string; reason: string; by: string }): Promise<void>
  /** Returns the ids that were waiting and are now assigned. */
  assign(ids: string[], userId: string | null, now: Date): Promise<string[]>
  setAssistant(id: string, opinion: unknown): Promise<void>
}

/** What a use case needs to know of an intent. */
type IntentFacts = {
  key: string
  title: string
  risk: Risk
  slots: TemplateSlot[]
  approved: boolean
  auto_approve: boolean
}
export type IntentReader = { facts(key: string): Promise<IntentFacts | null> }

/** Somebody who votes or edits, as the audit log names them. */
export type Actor = { type: string; id: string }

/**
 * Where an actor stands now. `person` is who answers for the vote: a key's is the person who made
 * it, so that one person cannot vote twice through a key.
 */
export type Standing = { person: string; label: string; may_decide: boolean; why_not: string | null }

/** Keyed by `actorKey`. */
export type Standings = ReadonlyMap<string, Standing>

export type VoterDirectory = {
  /** Rights as they are now; inside a transaction they cannot change until it ends. */
  standings(actors: Actor[]): Promise<Standings>
}

export type PolicyReader = { current(): Promise<{ policy: WorkspacePolicy; policy_version: number }> }

/** "This served answer was wrong", once a hit. */
export type HitReports = {
  /** False when this hit was reported before. */
  add(report: {
    hit_id: string
    entry_id: string
    version: number
    reason: string
    actor: Actor
  }): Promise<boolean>
  count(entryId: string, version: number): Promise<number>
}

/** Numbers and texts around a proposal, for its context column. */
export type ContextFacts = {
  /** Requests for the key in the last seven days, and what its misses cost on average. */
  usage(scope: string, key: string, now: Date): Promise<{ requests: number; miss_cost_usd: number | null }>
  /** Live and waiting answers of other keys. */
  others(
    scope: string,
    key: string,
    limit: number,
  ): Promise<{ key: string; entry_id: string | null; answer: string }[]>
  /** Votes on earlier, closed proposals of the key, newest first. */
  history(scope: string, key: string, except: string, limit: number): Promise<Decision[]>
  assistant(id: string): Promise<unknown>
}

export type QualityFacts = {
  /** Votes per person, and how they judged items whose right decision is known. */
  reviewers: {
    actor: Decision['actor']
    decisions: number
    bad_seen: number
    bad_approved: number
    good_seen: number
    good_rejected: number
  }[]
  hours_p50: number | null
  hours_p95: number | null
  arrived: number
  decided: number
  /** Approved as the model had answered. */
  approved_unedited: number
  /** Decisions on content the assistant had an opinion of, and how many agreed with it. */
  assistant_judged: number
  assistant_agreed: number
  assistant_unsure: number
  waiting_now: number
  blocked_now: number
  oldest_waiting_ms: number | null
}
export type QualityReader = {
  facts(since: Date): Promise<QualityFacts>
  queue(now: Date, slaHours: number): Promise<Omit<QueueSummary, 'sla_hours' | 'blocked_share'>>
  /** Ids of entries whose review-by date has passed and that were not put up for review since. */
  lapsedEntries(now: Date, limit: number): Promise<string[]>
  /** Waiting since before that time, and nobody was told yet. */
  unwarned(since: Date, limit: number): Promise<{ id: string; key: string }[]>
  /** Versions that were rolled back and have not become seeded items yet. */
  rolledBackAnswers(limit: number): Promise<{ key: string; scope: string; answer: string }[]>
}

export type ProposalTransaction = {
  proposals: ProposalStore
  entries: EntryStore
  intents: IntentReader
  voters: VoterDirectory
  policy: PolicyReader
  desk: DeskStore
  reports: HitReports
  facts: ContextFacts
  quality: QualityReader
  /** Grants that a passkey's proof left. */
  challenges: ChallengeStore
  audit: AuditTrail
  outbox: OutboxWriter
  notices: NoticeWriter
}
/** What can be read outside a transaction. */
type ProposalReader = Omit<ProposalTransaction, 'challenges' | 'audit' | 'outbox' | 'notices'>
export type ProposalUnit = {
  transact<T>(workspaceId: string, work: (tx: ProposalTransaction) => Promise<T>): Promise<T>
  /** Reads outside a transaction. */
  read(workspaceId: string): ProposalReader
}

/** Checks a template the thorough way (publishing does no less). */
export type SafetyCheck = (input: {
  template: string
  slots: TemplateSlot[]
  policy: WorkspacePolicy
}) => Promise<SafetyReport>

/** What every use case of review is built from. */
export type ReviewDeps = {
  unit: ProposalUnit
  check: SafetyCheck
  clock: { now(): Date }
  /** 0…1; tests choose. */
  random?: () => number
}

/** Who calls, and under which request the audit log files it. */
export type Caller<P> = { principal: P; request_id: string | null }
