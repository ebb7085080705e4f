import { z } from 'zod'

/** One answered request, as usage counts it. Never holds text. */
export type UsageEvent = {
  workspace_id: string
  at_ms: number
  scope: string
  key: string | null
  status: 'hit' | 'miss' | 'bypass'
  /** Miss or bypass reason; empty for a hit. */
  reason: string
  model: string
  input_tokens: number
  output_tokens: number
  /** USD with eight decimals (lib/kernel/money.ts); the very number the response carries. */
  cost_usd: number
  /** Of a hit: what the model would have cost less the hit's price; below 0 where the model is cheaper. */
  saved_usd: number
  latency_ms: number
  error: boolean
}

export const UsageRange = z.enum(['1h', '24h', '7d', '30d', '90d', '1y'])
export type UsageRange = z.infer<typeof UsageRange>

/** Takes events without waiting; flushed in batches (at most 1 s is lost on `kill -9`). */
export type UsageCounter = { count(event: UsageEvent): void }
