import type { AuditTrail } from '@/lib/audit/trail'
import type { Clock } from '@/lib/kernel/time'
import type { AddUpstream, Upstream } from './schema'

/** `api_key` is sealed. */
export type StoredUpstream = Upstream & { api_key: string }
type NewUpstream = Omit<StoredUpstream, 'created_at' | 'updated_at'>

/** Upstreams of one workspace, inside a transaction. */
export type UpstreamWriter = {
  /** All, in order; changes of one workspace's upstreams queue up here until the transaction ends. */
  lockAll(): Promise<StoredUpstream[]>
  /** At the end of the chain. */
  add(upstream: NewUpstream, now: Date): Promise<void>
  update(
    id: string,
    change: Pick<StoredUpstream, 'base_url' | 'model' | 'pin_model' | 'api_key' | 'key_hint'>,
    now: Date,
  ): Promise<void>
  remove(id: string): Promise<void>
  setOrder(ids: string[]): Promise<void>
}

export type UpstreamTransaction = {
  upstreams: UpstreamWriter
  audit: AuditTrail
  /** Tells every instance, after the commit. */
  announce(at: Date): Promise<void>
}

export type UpstreamUnit = {
  list(workspaceId: string): Promise<StoredUpstream[]>
  transact<T>(workspaceId: string, work: (tx: UpstreamTransaction) => Promise<T>): Promise<T>
}

/** What a live call said; `field` is what to look at when it failed. */
export type ProbeResult =
  { ok: true; detail: string } | { ok: false; field: 'base_url' | 'model' | 'api_key'; detail: string }

export type UpstreamDeps = {
  clock: Clock
  unit: UpstreamUnit
  sealer: { seal(plain: string): string; open(sealed: string): string }
  /** One cheap call with a deadline, never into a private network. Does not throw. */
  probe(candidate: Pick<AddUpstream, 'provider' | 'base_url' | 'model' | 'api_key'>): Promise<ProbeResult>
  /** Names of the models the environment configures. */
  environment: string[]
  /** Called after a commit that announced a change. */
  nudge(): void
}
