import type { AuditTrail } from '@/lib/audit/trail'
import type { Plan } from '@/lib/workspaces/plans'
import type { WorkspaceMode, WorkspacePolicy } from '@/lib/workspaces/schema'
import type { IntentStore } from './intents/ports'
import type { JudgementStore } from './judgements/ports'
import type { MissStore } from './misses/ports'
import type { ReleaseStore } from './releases/ports'
import type { MemoStore, NormalizerWebhookStore } from './tiers/ports'

export type WorkspaceFacts = { mode: WorkspaceMode; policy: WorkspacePolicy; plan: Plan }

/** Everything normalisation keeps of one workspace. */
export type NormalizationStores = {
  intents: IntentStore
  releases: ReleaseStore
  memos: MemoStore
  misses: MissStore
  judgements: JudgementStore
  webhook: NormalizerWebhookStore
  facts(): Promise<WorkspaceFacts>
}

/** What waits for review under a key. */
export type WaitingProposals = {
  /** Closes them without a decision; returns which. */
  withdraw(key: string, by: string, now: Date): Promise<string[]>
}

export type NormalizationTransaction = NormalizationStores & {
  proposals: WaitingProposals
  audit: AuditTrail
  /** Written with the change: after commit every instance loads the workspace anew. */
  announceChange(what: string, now: Date): Promise<void>
}

export type NormalizationUnit = {
  transact<T>(workspaceId: string, work: (tx: NormalizationTransaction) => Promise<T>): Promise<T>
  /** Reads outside a transaction. */
  read(workspaceId: string): NormalizationStores
}

/** What every use case here is built from. */
export type NormalizationDeps = {
  unit: NormalizationUnit
  clock: { now(): Date }
  /** Called after a commit that announced a change: delivery starts at once. */
  nudge: () => void
}
