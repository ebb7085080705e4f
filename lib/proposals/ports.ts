import type { AuditTrail } from '@/lib/audit/trail'
import type { EntryStore, OutboxWriter, Page } from '@/lib/entries/ports'
import type { TemplateSlot } from '@/lib/entries/schema'
import type { SafetyReport } from '@/lib/safety/schema'
import type { Risk } from '@/lib/workspaces/schema'
import type { Decision, Proposal, ProposalOrigin, ProposalQuery, ProposalStatus } from './schema'

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
  seeded?: 'good' | 'bad'
}

export type NewSample = {
  text: string
  entities: { type: string; start: number; end: number }[]
  user_hash: string | null
  answer: string
}

export type NewDecision = Omit<Decision, 'id' | 'created_at' | 'voided_at' | 'void_reason'> & {
  opened_at?: Date
}

/** A proposal as rules see it: with its votes and who it is seeded for. */
export type ProposalRecord = Proposal & {
  seeded: 'good' | 'bad' | null
  decisions: Decision[]
  claim_token: string | null
}

/** Proposals of one workspace. */
export type ProposalStore = {
  list(query: ProposalQuery, viewer: { user_id: string } | null): Promise<Page<Proposal> & { total: number }>
  get(id: string): Promise<ProposalRecord | null>
  /** Reads the row FOR UPDATE: two decisions on one proposal queue up here. */
  lock(id: string): Promise<ProposalRecord | null>
  findPending(scope: string, key: string): Promise<Proposal | null>
  /** Adds the proposal, or folds into the pending one of (scope, key): counts, and up to `maxSamples` distinct samples. */
  fold(
    proposal: NewProposal,
    sample: NewSample | null,
    maxSamples: number,
    now: Date,
  ): Promise<{ id: string; created: boolean }>
  setContent(
    id: string,
    content: { answer: string; content_hash: string; risk: Risk; safety: SafetyReport; edited_by: string[] },
    now: Date,
  ): Promise<void>
  addDecision(id: string, decision: NewDecision, now: Date): Promise<Decision>
  voidDecisions(id: string, reason: string, now: Date): Promise<number>
  /** Flips a pending proposal; false when it was not pending any more. */
  close(
    id: string,
    to: Exclude<ProposalStatus, 'pending'>,
    by: { id: string; entry_id: string | null },
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
  release(id: string, token: string): Promise<void>
  acknowledge(id: string, item: { rule: string; reason: string; by: string }): Promise<void>
  assign(ids: string[], userId: string | null): Promise<number>
  setAssistant(id: string, opinion: unknown): Promise<void>
}

/** What a use case needs to know of an intent. */
export type IntentFacts = { key: string; title: string; risk: Risk; slots: TemplateSlot[]; approved: boolean }
export type IntentReader = { facts(key: string): Promise<IntentFacts | null> }

export type ProposalTransaction = {
  proposals: ProposalStore
  entries: EntryStore
  intents: IntentReader
  audit: AuditTrail
  outbox: OutboxWriter
}
export type ProposalUnit = {
  transact<T>(workspaceId: string, work: (tx: ProposalTransaction) => Promise<T>): Promise<T>
  proposals(workspaceId: string): ProposalStore
}
