import type { AuditTrail } from '@/lib/audit/trail'
import type { MemberStore } from '@/lib/auth/ports'
import type { Clock } from '@/lib/kernel/time'
import type { PlanId } from './plans'
import type { Workspace, WorkspaceMode, WorkspacePolicy } from './schema'

export type WorkspaceStore = {
  get(id: string): Promise<Workspace | null>
  findBySlug(slug: string): Promise<Workspace | null>
  list(): Promise<Workspace[]>
  /** The blinding salt: hashes of user references and hit ids depend on it. */
  salt(id: string): Promise<string>
}

export type WorkspaceWriter = {
  /** Throws `conflict` when the slug is taken. */
  create(workspace: {
    slug: string
    name: string
    policy: WorkspacePolicy
    salt: string
    now: Date
  }): Promise<void>
  /** Reads and locks; throws `not_found`. */
  lock(): Promise<Workspace>
  /** Stores the policy and raises its version; `rolloutAt` when the share of a roll-out changed. */
  setPolicy(policy: WorkspacePolicy, change?: { rolloutAt: Date | null }): Promise<Workspace>
  /** Evidence for or against serving counts from `now`. */
  setMode(mode: WorkspaceMode, now: Date): Promise<void>
  rename(name: string): Promise<void>
  setPlan(plan: PlanId): Promise<void>
  addAdjustment(adjustment: {
    id: string
    month: string
    amount_usd: number
    note: string
    created_by: string
    created_at: Date
  }): Promise<void>
}

export type WorkspaceTransaction = {
  workspace: WorkspaceWriter
  members: MemberStore
  audit: AuditTrail
  /** Tells every instance, after the commit, that what they remember of this workspace is old. */
  announce(change: { what: 'policy' | 'mode' | 'name' | 'created' | 'plan'; at: Date }): Promise<void>
}

/** Runs `work` in one database transaction, over one workspace. */
export type WorkspaceUnit = {
  transact<T>(workspaceId: string, work: (tx: WorkspaceTransaction) => Promise<T>): Promise<T>
}

/** What the use cases of workspaces work with. */
export type WorkspaceParts = { clock: Clock; store: WorkspaceStore; unit: WorkspaceUnit }
