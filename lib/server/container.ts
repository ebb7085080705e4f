import type { CacheAddress } from '@/lib/entries/cache-address'
import type { OpportunityDeps } from '@/lib/normalization/opportunity/ports'
import type { Quota } from '@/lib/gateway/ports'
import type { AssistDeps } from '@/lib/proposals/assistant/assist-review'
import type { LibraryDeps } from '@/lib/proposals/library/ports'
import type { ReportDeps } from '@/lib/proposals/intake/report-hit'
import type { WebhookDeps } from '@/lib/proposals/webhooks/ports'
import type { DedicatedStoreDeps } from '@/lib/workspaces/dedicated-store/ports'
import type { OnboardingDeps } from '@/lib/workspaces/onboarding/ports'
import type { UsageCounter } from '@/lib/usage/schema'
import type { PrivacyParts } from '@/lib/workspaces/privacy-ports'
import type { Base } from './base'
import type { Audit } from './compose/audit'
import type { AnalyticsParts } from './compose/analytics'
import type { Auth } from './compose/auth'
import type { Chores } from './compose/chores'
import type { GatewayServices } from './compose/gateway'
import type { LookupServices } from './compose/lookup'
import type { Normalization } from './compose/normalization'
import type { Notifying } from './compose/notifying'
import type { Publishing } from './compose/publishing'
import type { Review } from './compose/review'
import type { Upstreams } from './compose/upstreams'
import type { Workspaces } from './compose/workspaces'

export type LookupCount = { door: 'lookup' | 'gateway'; status: string; reason: string; latencyMs: number }
type SampledHit = {
  workspaceId: string
  key: string
  entry: { id: string; version: number }
  canonical: string
}

/** Everything a route can reach. Grown in `compose/`, one file a concept. */
export type Container = Base & {
  limiter: { take(subject: string, perMinute: number, nowMs: number): number }
  defaultKeyRatePerMinute: number
  audit: Audit
  auth: Auth
  lookup: LookupServices
  publishing: Publishing
  notifying: Notifying
  /** What the use cases of `lib/proposals/webhooks` take. */
  webhooks: WebhookDeps
  review: Review
  workspaces: Workspaces
  /** What the use cases of `lib/workspaces/onboarding` take. */
  onboarding: OnboardingDeps
  /** What the use cases of erasure and retention take. */
  privacy: PrivacyParts
  chores: Chores
  analytics: AnalyticsParts
  /** What `assistReview` takes. */
  assisting: AssistDeps
  /** What `reportHit` takes: review, and how to read a hit id. */
  reporting: ReportDeps
  /** What the use cases of `lib/proposals/library` take. */
  library: LibraryDeps
  gateway: GatewayServices
  /** The workspaces' own models, and what the use cases of `lib/workspaces/upstream` take. */
  upstreams: Upstreams
  /** What the use cases of `lib/workspaces/dedicated-store` take. */
  dedicatedStore: DedicatedStoreDeps
  /** Workspaces' own Redis this instance is connected to. */
  dedicatedCounts(): { connected: number; broken: number }
  normalization: Normalization
  /** What the use cases of `lib/normalization/opportunity` take. */
  opportunity: OpportunityDeps
  /** The plan's requests a month. */
  quota: Quota
  usage: UsageCounter
  countLookup(count: LookupCount): void
  /** Hands a share of hits to people for judgement; never waits. */
  sampleHit(hit: SampledHit): void
  onForged(where: CacheAddress, why: string): void
  draining(): boolean
  startDraining(): void
  close(): Promise<void>
}

// The server entry and Next's bundle load their own copies of this module; the process has one container.
const slot = Symbol.for('l0.container')
type Global = { [slot]?: Container }

export function container(): Container {
  const made = (globalThis as Global)[slot]
  if (!made) throw new Error('The container is not built yet: `buildContainer` runs first.')
  return made
}

export function hasContainer(): boolean {
  return (globalThis as Global)[slot] !== undefined
}

export function setContainer(made: Container): void {
  ;(globalThis as Global)[slot] = made
}
