import type { AuditTrail } from '@/lib/audit/trail'
import type { Clock } from '@/lib/kernel/time'
import type { WorkspaceMode, WorkspacePolicy } from '@/lib/workspaces/schema'
import type { RolloutEvidence } from './back-off'

/** Where a workspace's roll-out stands; `since` is when its share was last set or it went live. */
type RolloutState = { name: string; mode: WorkspaceMode; policy: WorkspacePolicy; since: Date }

export type RolloutReader = {
  state(): Promise<RolloutState>
  evidence(since: Date): Promise<RolloutEvidence>
}

export type RolloutTransaction = RolloutReader & {
  workspaceId: string
  /** Locks the workspace first. */
  state(): Promise<RolloutState>
  setPolicy(policy: WorkspacePolicy, now: Date): Promise<{ policy_version: number }>
  setShadow(now: Date): Promise<void>
  audit: AuditTrail
  /** Tells whoever may decide, and webhooks. */
  notify(title: string, now: Date): Promise<void>
  /** After the commit every instance loads the workspace anew. */
  announce(now: Date): Promise<void>
}

export type RolloutDeps = {
  clock: Clock
  read(workspaceId: string): RolloutReader
  transact<T>(workspaceId: string, work: (tx: RolloutTransaction) => Promise<T>): Promise<T>
  nudge: () => void
}
