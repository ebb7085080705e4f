import type { AuditTrail } from '@/lib/audit/trail'
import type { Workspace, WorkspaceMode, WorkspacePolicy } from './schema'

export type WorkspaceStore = {
  get(id: string): Promise<Workspace | null>
  findBySlug(slug: string): Promise<Workspace | null>
  list(): Promise<Workspace[]>
  /** The blinding salt: hashes of user references and hit ids depend on it. */
  salt(id: string): Promise<string>
}

export type WorkspaceWriter = {
  lock(): Promise<Workspace>
  /** Stores the policy and raises its version. */
  setPolicy(policy: WorkspacePolicy): Promise<Workspace>
  setMode(mode: WorkspaceMode): Promise<void>
  rename(name: string): Promise<void>
}

export type WorkspaceTransaction = { workspace: WorkspaceWriter; audit: AuditTrail }
