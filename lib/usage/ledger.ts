import { addUsd, roundUsd } from '@/lib/kernel/money'
import type { HelperCost, SavingsLedger } from './analytics-schema'

export type ReviewTime = {
  decisions: number
  /** Decisions whose opening and end are known. */
  timed: number
  /** Sum over the timed ones. */
  minutes: number
}

/** What was counted in a period. USD with eight decimals. */
export type LedgerInput = {
  hits: number
  /** What models would have cost less the price of the hits. */
  savedUsd: number
  hitCostUsd: number
  /** What models were paid for what was asked. */
  modelUsd: number
  helpers: readonly HelperCost[]
  review: ReviewTime
  reviewerUsdPerHour: number
}

/**
 * What the cache brought after paying for its own models and the people who approve its answers. Decisions without a
 * known time (taken through the API, or before times were kept) count like the average of the others.
 */
export function savingsLedger(input: LedgerInput): SavingsLedger {
  const { hits, savedUsd, hitCostUsd, modelUsd, helpers, review, reviewerUsdPerHour } = input
  const average = review.timed > 0 ? review.minutes / review.timed : 0
  const minutes = review.minutes + average * (review.decisions - review.timed)
  const reviewUsd = roundUsd((minutes / 60) * reviewerUsdPerHour)
  const helperUsd = helpers.reduce((sum, helper) => addUsd(sum, helper.cost_usd), 0)
  return {
    hits,
    avoided_usd: addUsd(savedUsd, hitCostUsd),
    hit_cost_usd: hitCostUsd,
    saved_usd: savedUsd,
    model_usd: modelUsd,
    responses_usd: addUsd(hitCostUsd, modelUsd),
    helper_usd: helperUsd,
    helpers: [...helpers],
    review_usd: reviewUsd,
    net_usd: roundUsd(savedUsd - helperUsd - reviewUsd),
    decisions: review.decisions,
    timed_decisions: review.timed,
    review_minutes: minutes,
    reviewer_usd_per_hour: reviewerUsdPerHour,
  }
}
