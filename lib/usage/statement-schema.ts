import { z } from 'zod'
import { Plan } from '@/lib/workspaces/plans'
import { helperReasons } from './analytics-schema'

/** A calendar month in UTC: "2026-11". */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-11')

export const StatementQuery = z.object({ month: Month.optional() })
export type StatementQuery = z.infer<typeof StatementQuery>

const Usd = z.number()
const Count = z.number().int()

/** What one model was paid for what was asked. */
export const ModelLine = z.object({
  model: z.string(),
  requests: Count,
  input_tokens: Count,
  output_tokens: Count,
  cost_usd: Usd,
})
export type ModelLine = z.infer<typeof ModelLine>

export const HelperLine = z.object({ reason: z.enum(helperReasons), requests: Count, cost_usd: Usd })
export type HelperLine = z.infer<typeof HelperLine>

export const Adjustment = z.object({
  id: z.string(),
  amount_usd: Usd,
  note: z.string(),
  created_by: z.string(),
  created_at: z.string(),
})
export type Adjustment = z.infer<typeof Adjustment>

/**
 * What a month cost, in USD to eight decimals, from the roll-ups that the savings ledger reads. `due_usd` is what the
 * deployment charges: hits at their metered price, and adjustments. Models are paid to their vendors.
 */
export const Statement = z.object({
  month: Month,
  /** The month is still running. */
  running: z.boolean(),
  plan: z.string(),
  requests: Count,
  hits: Count,
  metered_usd: Usd,
  models: z.array(ModelLine),
  models_usd: Usd,
  helpers: z.array(HelperLine),
  helpers_usd: Usd,
  adjustments: z.array(Adjustment),
  adjustments_usd: Usd,
  due_usd: Usd,
  saved_usd: Usd,
})
export type Statement = z.infer<typeof Statement>

/** The plan, how much of it is used, and the months there is a statement for (newest first). */
export const PlanUsage = z.object({
  plan: Plan,
  plans: z.array(Plan),
  used: z.object({ requests_per_month: Count, people: Count, intents: Count, keys: Count }),
  hit_price_usd: Usd,
  months: z.array(Month),
})
export type PlanUsage = z.infer<typeof PlanUsage>
