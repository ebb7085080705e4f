import type { SavingsLedger } from './analytics-schema'

export type ReviewTime = {
  decisions: number
  /** Decisions whose opening and end are known. */
  timed: number
  /** Sum over the timed ones. */
  minutes: number
}

type LedgerInput = {
  savedUsd: number
  hitCostUsd: number
  helperUsd?: number
  review: ReviewTime
  reviewerUsdPerHour: number
}

/**
 * What the cache brought after paying the people who approve its answers. Decisions without a known
 * time (taken through the API, or before times were kept) count like the average of the others.
 */
export function savingsLedger(input: LedgerInput): SavingsLedger {
  const { savedUsd, hitCostUsd, helperUsd = 0, review, reviewerUsdPerHour } = input
  const average = review.timed > 0 ? review.minutes / review.timed : 0
  const minutes = review.minutes + average * (review.decisions - review.timed)
  const reviewUsd = (minutes / 60) * reviewerUsdPerHour
  return {
    avoided_usd: savedUsd + hitCostUsd,
    hit_cost_usd: hitCostUsd,
    saved_usd: savedUsd,
    helper_usd: helperUsd,
    review_usd: reviewUsd,
    net_usd: savedUsd - helperUsd - reviewUsd,
    decisions: review.decisions,
    timed_decisions: review.timed,
    review_minutes: minutes,
    reviewer_usd_per_hour: reviewerUsdPerHour,
  }
}
