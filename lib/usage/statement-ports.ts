import type { Clock } from '@/lib/kernel/time'
import type { Adjustment, HelperLine, ModelLine } from './statement-schema'

/** Sums of a month. Money has eight decimals. */
export type MonthSums = {
  requests: number
  hits: number
  metered_usd: number
  saved_usd: number
  models: ModelLine[]
  helpers: HelperLine[]
}

/** Reads of one workspace. */
export type StatementReader = {
  workspace(): Promise<{ plan: string; created_at: Date; hit_price_usd: number }>
  sums(from: Date, to: Date): Promise<MonthSums>
  adjustments(month: string): Promise<Adjustment[]>
  used(
    now: Date,
    month: Date,
  ): Promise<{ requests_per_month: number; people: number; intents: number; keys: number }>
}

export type StatementDeps = { clock: Clock; statements(workspaceId: string): StatementReader }
