import type { Candidate, OpportunityReport } from '@/lib/normalization/opportunity/schema'

/** What a person may think otherwise about than the report does. */
export type Assumptions = Pick<
  OpportunityReport['assumptions'],
  'usd_per_1k_requests' | 'monthly_requests' | 'served_share'
>

export type Estimate = { share: number; hit_rate: number; monthly_savings_usd: number }

/** What answering these groups from the cache would bring; the same reckoning as the report's own. */
export function estimate(
  chosen: readonly Pick<Candidate, 'share'>[],
  assumptions: Assumptions,
  usdPer1kHits: number,
): Estimate {
  const share = chosen.reduce((sum, candidate) => sum + candidate.share, 0)
  const hit_rate = share * assumptions.served_share
  const saved = (assumptions.usd_per_1k_requests - usdPer1kHits) / 1_000
  return { share, hit_rate, monthly_savings_usd: assumptions.monthly_requests * hit_rate * saved }
}
