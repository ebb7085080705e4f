import type { AnalyticsReader, UsageFilter, UsageSum } from '@/lib/usage/analytics-ports'
import type { AnalyticsWindow } from '@/lib/usage/analytics-schema'
import { bucketCount } from '@/lib/usage/histogram'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { readBreakdown, readFilters } from './analytics-breakdown'
import { reviewAnalytics } from './analytics-review'
import { helpers, usageSource } from './analytics-source'
import type { Scoped } from './database'
import { Prisma } from './generated/client'

/** Adding up 32 numbers by position is far quicker than unfolding the arrays into rows. */
const latencySums = (of: (bucket: number) => string) =>
  Prisma.raw(Array.from({ length: bucketCount }, (_, i) => `coalesce(sum(${of(i)}), 0)`).join(', '))
const listLatency = latencySums((i) => `latency[${i + 1}]`)
const jsonLatency = latencySums((i) => `(latency->${i})::bigint`)

/**
 * Reads the roll-ups by their keys (workspace, time): hours for short ranges, then days, then weeks. Adding up the
 * latency histograms costs most, so the breakdowns leave them out.
 */
export function analyticsReader(scoped: Scoped): AnalyticsReader {
  return {
    sums: (window, filter) => readSums(scoped, window, filter),
    breakdown: (window, filter) => readBreakdown(scoped, window, filter),
    filters: (window) => readFilters(scoped, window),
    ...reviewAnalytics(scoped),
    async reviewerUsdPerHour() {
      const row = await scoped.db.workspace.findUnique({
        where: { id: scoped.workspaceId },
        select: { policy: true },
      })
      return WorkspacePolicy.parse(row?.policy ?? {}).reviewer_usd_per_hour
    },
  }
}

type SumRow = Omit<UsageSum, 'at_ms'> & { at: Date }

async function readSums(scoped: Scoped, window: AnalyticsWindow, filter: UsageFilter) {
  const latency = filter.key === undefined ? listLatency : jsonLatency
  const rows = await scoped.db.$queryRaw<SumRow[]>`
    SELECT date_bin(${`${window.bucketMs / 3_600_000} hours`}::interval, start, ${new Date(window.originMs)}::timestamptz) AS at,
      CASE WHEN reason IN (${helpers}) THEN 'helper' ELSE status END AS kind,
      CASE WHEN reason IN (${helpers}) THEN reason END AS helper, model <> '' AS by_model,
      sum(requests)::float8 AS requests, sum(errors)::float8 AS errors, sum(input_tokens)::float8 AS input_tokens,
      sum(output_tokens)::float8 AS output_tokens, sum(cost_usd)::float8 AS cost_usd, sum(saved_usd)::float8 AS saved_usd,
      ARRAY[${latency}]::float8[] AS latency
    FROM ${usageSource(scoped, window, filter, window.previousFromMs)}
    GROUP BY 1, 2, 3, 4`
  return rows.map(({ at, ...row }): UsageSum => ({ ...row, at_ms: at.getTime() }))
}
