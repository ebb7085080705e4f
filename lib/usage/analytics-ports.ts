import type {
  AnalyticsWindow,
  HelperCost,
  IntentUsage,
  ModelUsage,
  ReasonCount,
  ReviewFunnel,
  Unanswered,
  WrongAnswers,
} from './analytics-schema'
import type { ReviewTime } from './ledger'

/** Sums of one bucket and one kind of request. */
export type UsageSum = {
  at_ms: number
  kind: 'hit' | 'miss' | 'bypass' | 'helper'
  /** What a helper was asked for; null for everything else. */
  helper: HelperCost['reason'] | null
  /** A model answered, so that its latency is a model's. */
  by_model: boolean
  requests: number
  errors: number
  input_tokens: number
  output_tokens: number
  cost_usd: number
  saved_usd: number
  /** Counts per bucket of `histogram.ts`. */
  latency: number[]
}

export type UsageFilter = { scope?: string | undefined; key?: string | undefined }

/** Reads of one workspace, every one of them over an index and within the window. */
export type AnalyticsReader = {
  /** From the period compared with up to now. */
  sums(window: AnalyticsWindow, filter: UsageFilter): Promise<UsageSum[]>
  breakdown(
    window: AnalyticsWindow,
    filter: UsageFilter,
  ): Promise<{ reasons: ReasonCount[]; intents: IntentUsage[]; models: ModelUsage[] }>
  filters(window: AnalyticsWindow): Promise<{ scopes: string[]; keys: string[] }>
  unanswered(window: AnalyticsWindow, filter: UsageFilter): Promise<Unanswered[]>
  funnel(window: AnalyticsWindow, filter: UsageFilter): Promise<Omit<ReviewFunnel, 'missed'>>
  wrong(window: AnalyticsWindow, filter: UsageFilter): Promise<Omit<WrongAnswers, 'quarantined_now'>>
  reviewTime(window: AnalyticsWindow, filter: UsageFilter): Promise<ReviewTime>
  entries(
    nowMs: number,
    filter: UsageFilter,
  ): Promise<{ active: number; quarantined: number; disabled: number; due: number }>
  reviewerUsdPerHour(): Promise<number>
}
