import { z } from 'zod'

export const RateView = z.object({
  hits: z.number().int(),
  trials: z.number().int(),
  /** Null when nothing was seen. */
  rate: z.number().nullable(),
  /** Wilson score interval. */
  ci95: z.tuple([z.number(), z.number()]),
})
export type RateView = z.infer<typeof RateView>

export const ReviewQuality = z.object({
  days: z.number().int(),
  false_positive: RateView,
  false_negative: RateView,
  reviewers: z.array(
    z.object({
      actor: z.object({ type: z.string(), id: z.string(), label: z.string() }),
      decisions: z.number().int(),
      false_positive: RateView,
      false_negative: RateView,
    }),
  ),
  hours_to_decision: z.object({ p50: z.number().nullable(), p95: z.number().nullable(), goal: z.number() }),
  approved_on_first_review: RateView,
  /** How often people decided as the assistant would have; `unsure` ones do not count. */
  assistant: z.object({ agreement: RateView, unsure: z.number().int() }),
  triage: z.object({ blocked: z.number().int(), waiting: z.number().int(), share: z.number().nullable() }),
  forecast: z.object({
    arrivals_per_day: z.number(),
    decisions_per_day: z.number(),
    waiting_in_7_days: z.number().int(),
    /** Null while as many arrive as are decided, or more. */
    days_to_clear: z.number().nullable(),
  }),
  oldest_waiting_hours: z.number().nullable(),
})
export type ReviewQuality = z.infer<typeof ReviewQuality>

export const QualityQuery = z.object({ days: z.coerce.number().int().min(1).max(365).default(30) })

const Facet = z.object({ value: z.string(), count: z.number().int() })

/** What the queue holds: counts for the tabs and filters, and what an empty queue says. */
export const QueueSummary = z.object({
  pending: z.number().int(),
  blocked: z.number().int(),
  /** Blocked ones among all that are open: what nobody needs to look at. Null when nothing is open. */
  blocked_share: z.number().nullable(),
  keys: z.array(Facet),
  scopes: z.array(Facet),
  risks: z.array(Facet),
  findings: z.array(Facet),
  oldest_at: z.string().nullable(),
  sla_hours: z.number(),
  /** Waiting longer than the goal. */
  overdue: z.number().int(),
  decided_today: z.number().int(),
  /** How long the oldest one decided in the last day had waited. */
  oldest_cleared_hours: z.number().nullable(),
})
export type QueueSummary = z.infer<typeof QueueSummary>
