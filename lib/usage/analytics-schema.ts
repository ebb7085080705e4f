import { z } from 'zod'
import { hourMs } from '@/lib/kernel/time'
import { UsageRange } from './schema'

/** Without `key` or `scope`, all of them. */
export const AnalyticsQuery = z.object({
  range: UsageRange.default('7d'),
  scope: z.string().min(1).max(64).optional(),
  key: z.string().min(1).max(200).optional(),
})
export type AnalyticsQuery = z.infer<typeof AnalyticsQuery>

/** How wide one point of a chart is, and how many whole ones a range has besides the running one. */
const widths: Record<UsageRange, { hours: number; count: number }> = {
  '1h': { hours: 1, count: 1 },
  '24h': { hours: 1, count: 24 },
  '7d': { hours: 6, count: 28 },
  '30d': { hours: 24, count: 30 },
  '90d': { hours: 24, count: 90 },
  '1y': { hours: 168, count: 52 },
}

/** Widths are counted from a Monday, so that weeks are weeks and days are UTC days. */
export const originMs = Date.UTC(2001, 0, 1)

export type AnalyticsWindow = {
  range: UsageRange
  bucketMs: number
  originMs: number
  /** Start of the period compared with; as long as the whole buckets of this one. */
  previousFromMs: number
  fromMs: number
  /** Start of the bucket that is still filling. */
  runningMs: number
  toMs: number
}

/**
 * The whole buckets of a range, and the one still filling. Usage is kept by the hour, so "1h" is the
 * last whole hour and what came since. Comparisons are between whole buckets only.
 */
export function windowOf(range: UsageRange, nowMs: number): AnalyticsWindow {
  const { hours, count } = widths[range]
  const bucketMs = hours * hourMs
  const runningMs = nowMs - ((nowMs - originMs) % bucketMs)
  const fromMs = runningMs - count * bucketMs
  return {
    range,
    bucketMs,
    originMs,
    previousFromMs: fromMs - count * bucketMs,
    fromMs,
    runningMs,
    toMs: nowMs,
  }
}

/** Reasons of calls we make ourselves, to place questions and to help people; they cost, but nobody asked them. */
export const helperReasons = ['intent_classifier', 'embedding', 'assistant_review', 'hit_opinion'] as const

const Count = z.number().int()
/** Milliseconds; null without requests. */
const Quantiles = z.object({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
})
export type Quantiles = z.infer<typeof Quantiles>

export const UsageTotals = z.object({
  requests: Count,
  hits: Count,
  misses: Count,
  bypassed: Count,
  /** Requests the model's provider failed. */
  errors: Count,
  /** Hits among hits and misses, 0…1; null without either. What bypassed the cache does not count. */
  hit_rate: z.number().nullable(),
  /** What hits would have cost at the model, less their own price. */
  saved_usd: z.number(),
  /** What was paid: to models, and for hits. */
  cost_usd: z.number(),
  hit_cost_usd: z.number(),
  helper_usd: z.number(),
  input_tokens: Count,
  output_tokens: Count,
  hit_latency: Quantiles,
  model_latency: Quantiles,
})
export type UsageTotals = z.infer<typeof UsageTotals>

export const UsagePoint = z.object({
  at: z.string(),
  requests: Count,
  hits: Count,
  misses: Count,
  bypassed: Count,
  errors: Count,
  hit_rate: z.number().nullable(),
  saved_usd: z.number(),
  cost_usd: z.number(),
  hit_latency: Quantiles,
  model_latency: Quantiles,
})
export type UsagePoint = z.infer<typeof UsagePoint>

/** `previous` counts the period before, over whole buckets; `now` those of this period alike. */
const Compared = { now: Count, previous: Count }

export const ReasonCount = z.object({
  status: z.enum(['miss', 'bypass']),
  reason: z.string(),
  requests: Count,
  ...Compared,
})
export type ReasonCount = z.infer<typeof ReasonCount>
export const IntentUsage = z.object({
  /** Empty: requests that no key was found for. */
  key: z.string(),
  requests: Count,
  hits: Count,
  saved_usd: z.number(),
  ...Compared,
})
export type IntentUsage = z.infer<typeof IntentUsage>
export const ModelUsage = z.object({
  model: z.string(),
  requests: Count,
  errors: Count,
  input_tokens: Count,
  output_tokens: Count,
  cost_usd: z.number(),
  ...Compared,
})
export type ModelUsage = z.infer<typeof ModelUsage>
export const Unanswered = z.object({
  id: z.string(),
  masked_text: z.string(),
  key: z.string().nullable(),
  scope: z.string(),
  reason: z.string(),
  count: Count,
  last_seen_at: z.string(),
})
export type Unanswered = z.infer<typeof Unanswered>

/** From questions nobody answered to answers people approved, all within the period. */
export const ReviewFunnel = z.object({
  missed: Count,
  proposed: Count,
  blocked: Count,
  decided: Count,
  approved: Count,
  rejected: Count,
  published: Count,
  waiting_now: Count,
})
export type ReviewFunnel = z.infer<typeof ReviewFunnel>

export const WrongAnswers = z.object({
  reports: Count,
  previous: Count,
  judged: Count,
  judged_wrong: Count,
  quarantined_now: Count,
  entries: z.array(
    z.object({
      entry_id: z.string(),
      key: z.string(),
      version: Count,
      state: z.string(),
      reports: Count,
      last_at: z.string(),
    }),
  ),
})
export type WrongAnswers = z.infer<typeof WrongAnswers>

/** Of the helpers' calls, by what they were for. */
export const HelperCost = z.object({ reason: z.enum(helperReasons), requests: Count, cost_usd: z.number() })
export type HelperCost = z.infer<typeof HelperCost>

/**
 * All in USD, to eight decimals. `saved` = `avoided` − `hit_cost`; `net` = `saved` − `helper` − `review`. `responses` is
 * the sum of what the responses of the period said they cost: of hits, and of models.
 */
export const SavingsLedger = z.object({
  hits: Count,
  avoided_usd: z.number(),
  hit_cost_usd: z.number(),
  saved_usd: z.number(),
  model_usd: z.number(),
  responses_usd: z.number(),
  /** Models and embeddings asked by us: to place questions, to help reviewers. */
  helper_usd: z.number(),
  helpers: z.array(HelperCost),
  review_usd: z.number(),
  net_usd: z.number(),
  decisions: Count,
  /** Decisions whose time at the item is known; the others are taken to be like them. */
  timed_decisions: Count,
  review_minutes: z.number(),
  reviewer_usd_per_hour: z.number(),
})
export type SavingsLedger = z.infer<typeof SavingsLedger>

export const Analytics = z.object({
  range: UsageRange,
  from: z.string(),
  running_from: z.string(),
  to: z.string(),
  previous_from: z.string(),
  bucket_hours: z.number(),
  /** The whole period, the bucket still filling included. */
  totals: UsageTotals,
  /** Whole buckets of this period, and as many before it: what changes are measured on. */
  complete: UsageTotals,
  previous: UsageTotals,
  series: z.array(UsagePoint),
  previous_series: z.array(UsagePoint),
  reasons: z.array(ReasonCount),
  intents: z.array(IntentUsage),
  models: z.array(ModelUsage),
  unanswered: z.array(Unanswered),
  funnel: ReviewFunnel,
  wrong: WrongAnswers,
  ledger: SavingsLedger,
  entries: z.object({ active: Count, quarantined: Count, disabled: Count, due: Count }),
  /** What can be filtered by, most used first. */
  scopes: z.array(z.string()),
  keys: z.array(z.string()),
})
export type Analytics = z.infer<typeof Analytics>
