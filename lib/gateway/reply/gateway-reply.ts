import type { L0Error } from '@/lib/kernel/errors'
import type { ModelOperation, Wire } from '../ports'
import type { Protocol } from '../protocol'

/** `off`: never serve from the cache. `only`: never call the model. */
export type CacheMode = 'on' | 'off' | 'only'

export type GatewayRequest = {
  workspaceId: string
  protocol: Protocol
  /** The body as it came, and as JSON. */
  bytes: Buffer
  value: unknown
  cacheMode: CacheMode
  /** `x-l0-scope`, checked. */
  namedScope: string | null
  /** `x-l0-normalizer`: serve only hits whose key one of these found. Null: any. */
  normalizers: readonly string[] | null
  /** Vendor headers that are passed on. */
  headers: Record<string, string>
  search: string
  signal: AbortSignal
  requestId: string
  /** W3C trace context of the caller, as it came. */
  traceparent: string | null
}

export type PassRequest = {
  workspaceId: string
  wire: Wire
  operation: Exclude<ModelOperation, 'generate'>
  /** The model asked about; empty for the list. */
  model: string
  bytes: Buffer | null
  headers: Record<string, string>
  search: string
  signal: AbortSignal
  requestId: string
}

/** Trailer fields (RFC 9110 §6.5): `names` are announced with the headers, `values` asked for after the body. */
type ReplyTrailers = { names: string; values(): Record<string, string> }

export type GatewayReply = {
  kind: 'reply'
  status: number
  headers: Record<string, string>
  body: string | Uint8Array | AsyncIterable<string | Uint8Array>
  /** What is known only when a streamed body has ended. */
  trailers?: ReplyTrailers
  after?: () => Promise<void>
}

/** An error of ours that still says what the cache did. */
export type Refusal = { kind: 'refused'; error: L0Error; headers: Record<string, string> }

export type CacheHeaders = {
  cache: 'hit' | 'miss' | 'bypass'
  tier: 'L0_CACHE' | 'L3_LLM' | null
  scope: string
  reason?: string
  key?: string | null
  entry?: string
  hitId?: string
  /** What found the key of a hit. */
  normalizer?: string
  costUsd?: string
}

/** The `x-l0-*` headers of the contract. Values are ours or checked: none can hold a line break. */
export function cacheHeaders(facts: CacheHeaders): Record<string, string> {
  const headers: Record<string, string> = { 'x-l0-cache': facts.cache, 'x-l0-scope': facts.scope }
  if (facts.tier) headers['x-l0-cache-tier'] = facts.tier
  if (facts.reason) headers['x-l0-reason'] = facts.reason
  if (facts.key) headers['x-l0-key'] = facts.key
  if (facts.entry) headers['x-l0-entry'] = facts.entry
  if (facts.hitId) headers['x-l0-hit-id'] = facts.hitId
  if (facts.normalizer) headers['x-l0-normalizer'] = facts.normalizer
  if (facts.costUsd) headers['x-l0-cost-usd'] = facts.costUsd
  return headers
}

export const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}
export const jsonHeaders = { 'content-type': 'application/json', 'cache-control': 'no-store' }
