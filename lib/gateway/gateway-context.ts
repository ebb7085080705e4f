import type { Clock } from '@/lib/kernel/time'
import type { BufferedReply } from './asking/ask'
import type {
  Budget,
  Lookup,
  MissSink,
  ModelCallFacts,
  Models,
  Quota,
  UsageCounter,
  WorkspaceReader,
} from './ports'
import type { SingleFlight } from './asking/single-flight'

type Answered = {
  workspaceId: string
  status: 'hit' | 'miss' | 'bypass'
  reason: string
  /** Time of the look-up alone; a model's time is counted where it is asked. */
  latencyMs: number
  hit: { key: string; entry: { id: string; version: number }; canonical: string } | null
}

export type GatewayDeps = {
  lookup: Lookup
  models: Models
  misses: MissSink
  usage: UsageCounter
  workspaces: WorkspaceReader
  budget: Budget
  quota: Quota
  clock: Clock
  newId(prefix: 'msg'): string
  /** Milliseconds of a clock that never jumps. */
  elapsedMs(): number
  /** What became of a request, for metrics and for sampling hits; called before the reply leaves. */
  onAnswered(answered: Answered): void
  /** Telemetry of misses, after the reply; absent, nothing is put together for it. Hits never come here. */
  onModelCall?(facts: ModelCallFacts): void
  /** A failure that the caller never sees. */
  onFailure(error: unknown, what: string): void
  /** How long identical questions wait for the first one's answer. */
  flightWaitMs: number
}

export type GatewayContext = GatewayDeps & { flights: SingleFlight<BufferedReply> }
