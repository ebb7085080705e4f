import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { dayMs, hourMs } from '@/lib/kernel/time'
import type { QualityFacts, ReviewDeps } from '../ports'
import { shareOf } from '../desk/queue-summary'
import type { RateView, ReviewQuality } from './quality-schema'

/** 97.5th percentile of the normal distribution: two-sided 95 %. */
const z95 = 1.959963984540054

/** Wilson score interval of a proportion at 95 % (Wilson 1927); [0, 1] when nothing was seen. */
export function wilson(hits: number, trials: number): [number, number] {
  if (trials === 0) return [0, 1]
  const p = hits / trials
  const z2 = z95 * z95
  const middle = p + z2 / (2 * trials)
  const spread = z95 * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials))
  const scale = 1 + z2 / trials
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)]
}

export function rateOf(hits: number, trials: number): RateView {
  return { hits, trials, rate: trials === 0 ? null : hits / trials, ci95: wilson(hits, trials) }
}

/** How well and how fast people review, over the last `days`. */
export async function reviewQuality(
  deps: Pick<ReviewDeps, 'unit' | 'clock'>,
  principal: UserPrincipal,
  days: number,
): Promise<ReviewQuality> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'audit.view', now })
  const read = deps.unit.read(principal.workspace_id)
  const { policy } = await read.policy.current()
  const facts = await read.quality.facts(new Date(now.getTime() - days * dayMs))
  return summarize(facts, days, policy.sla_hours)
}

export function summarize(facts: QualityFacts, days: number, slaHours: number): ReviewQuality {
  const sum = (pick: (row: QualityFacts['reviewers'][number]) => number) =>
    facts.reviewers.reduce((total, row) => total + pick(row), 0)
  const perDay = (count: number) => count / days
  const growth = perDay(facts.arrived) - perDay(facts.decided)
  return {
    days,
    /** Known-bad items that were approved. */
    false_positive: rateOf(
      sum((row) => row.bad_approved),
      sum((row) => row.bad_seen),
    ),
    /** Known-good items that were rejected. */
    false_negative: rateOf(
      sum((row) => row.good_rejected),
      sum((row) => row.good_seen),
    ),
    reviewers: facts.reviewers.map((row) => ({
      actor: row.actor,
      decisions: row.decisions,
      false_positive: rateOf(row.bad_approved, row.bad_seen),
      false_negative: rateOf(row.good_rejected, row.good_seen),
    })),
    hours_to_decision: { p50: facts.hours_p50, p95: facts.hours_p95, goal: slaHours },
    approved_on_first_review: rateOf(facts.approved_unedited, facts.decided),
    assistant: {
      agreement: rateOf(facts.assistant_agreed, facts.assistant_judged),
      unsure: facts.assistant_unsure,
    },
    triage: {
      blocked: facts.blocked_now,
      waiting: facts.waiting_now,
      share: shareOf(facts.blocked_now, facts.waiting_now),
    },
    forecast: {
      arrivals_per_day: perDay(facts.arrived),
      decisions_per_day: perDay(facts.decided),
      waiting_in_7_days: Math.max(0, Math.round(facts.waiting_now + growth * 7)),
      days_to_clear: growth < 0 ? facts.waiting_now / -growth : null,
    },
    oldest_waiting_hours: facts.oldest_waiting_ms === null ? null : facts.oldest_waiting_ms / hourMs,
  }
}
