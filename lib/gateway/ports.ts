import type { LookupHit, LookupMiss } from '@/lib/lookup/schema'
import type { PriceBook } from '@/lib/usage/prices'
import type { UsageCounter } from '@/lib/usage/schema'
import type { Plan } from '@/lib/workspaces/plans'
import type { WorkspaceMode, WorkspacePolicy } from '@/lib/workspaces/schema'

/** A literal found in a query. Offsets are UTF-16 units; `slot` is what its placeholder is called. */
export type FoundEntity = {
  type: string
  slot: string
  text: string
  value: string
  start: number
  end: number
}

/** What the lookup knows, hit or miss: enough to learn from the model's answer afterwards. */
export type LookupOutcome = (LookupHit | LookupMiss) & {
  /** The query with entities masked; holds no literals of them. */
  canonical: string
  found: FoundEntity[]
}

type LookupQuery = {
  workspaceId: string
  query: string
  scope: string
  userRef?: string
  at: Date
}

export type Lookup = { find(query: LookupQuery): LookupOutcome | Promise<LookupOutcome> }

/** One eligible question that the model answered, told after the reply has left. */
export type GatewayMiss = {
  workspace_id: string
  scope: string
  key: string | null
  /** Why it was not served: a miss reason of the lookup, or `shadow`, `rollout`, `max_tokens`. */
  reason: string
  query: string
  canonical: string
  entities: FoundEntity[]
  model: string
  /** Null when nobody should be asked to approve it: truncated, refused, failed, empty, shaped by tools. */
  model_answer: string | null
  /** `model_answer` with literals of entities as `{{slots}}`. */
  proposed_answer: string | null
  stop_reason: string | null
  user_ref: string | null
  input_tokens: number
  output_tokens: number
  /** `<entry>@<version>` that would have been served, were the workspace live. */
  would_serve: string | null
}

export type MissSink = { record(miss: GatewayMiss): Promise<void> }

/** The part of a workspace that every request needs; memoised by whoever implements it. */
export type WorkspaceSettings = {
  mode: WorkspaceMode
  policy: WorkspacePolicy
  prices: PriceBook
  plan: Plan
}
export type WorkspaceReader = {
  settings(workspaceId: string): WorkspaceSettings | Promise<WorkspaceSettings>
}

/** Takes one from the budget of `subject`; answers the seconds to wait, 0 when there is room. */
export type Budget = { take(subject: string, perMinute: number, nowMs: number): number }

/** Takes one of the plan's requests a month; throws `plan_limit` when none is left. */
export type Quota = { take(workspaceId: string, plan: Plan, nowMs: number): void }

export type Wire = 'anthropic' | 'openai'

export type ModelOperation = 'generate' | 'count_tokens' | 'list_models' | 'get_model'

export type ModelCall = {
  /** Whose models are asked: a workspace may have its own. */
  workspaceId: string
  /** Whose format the caller speaks; the reply is in it as well. */
  wire: Wire
  operation: ModelOperation
  model: string
  stream: boolean
  /** The body as it came: passed on byte for byte where the model speaks the same format. */
  body: Buffer | null
  /** Vendor headers worth passing on (`anthropic-beta`, …). Never credentials. */
  headers: Record<string, string>
  /** Query string with its `?`, or empty. */
  search: string
  signal: AbortSignal
}

export type ModelReply = {
  provider: string
  status: number
  /** Vendor headers worth passing back (`retry-after`, `request-id`, …). */
  headers: Record<string, string>
  body: AsyncIterable<Uint8Array>
}

/**
 * The models behind the gateway. Answers with whatever the vendor said, errors included; throws
 * `overloaded`, `unavailable` or `timeout` when none could be reached.
 */
export type Models = { call(call: ModelCall): Promise<ModelReply> }

/**
 * A request that was meant for a model, as telemetry may see it: names, numbers and times of a clock that
 * never jumps; nobody's text. Told when all is over.
 */
export type ModelCallFacts = {
  workspace_id: string
  request_id: string
  wire: Wire
  /** W3C trace context of the caller, as it came. */
  traceparent: string | null
  status: 'miss' | 'bypass'
  reason: string
  stream: boolean
  /** As the caller named it; `response_model` is the model's own word. */
  model: string
  response_model: string | null
  /** Null when no model could be reached. */
  provider: string | null
  /** It waited for somebody else's identical call and asked nothing itself. */
  joined: boolean
  /** An HTTP status of 400 and more, or our error code. */
  error: string | null
  stop_reason: string | null
  input_tokens: number
  output_tokens: number
  started_ms: number
  asked_ms: number
  /** Of a stream. */
  first_chunk_ms: number | null
  ended_ms: number
}

export type { UsageCounter }
