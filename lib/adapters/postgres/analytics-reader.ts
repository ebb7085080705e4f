import type { AnalyticsReader, UsageFilter, UsageSum } from '@/lib/usage/analytics-ports'
import {
  helperReasons,
  type AnalyticsWindow,
  type IntentUsage,
  type ModelUsage,
  type ReasonCount,
} from '@/lib/usage/analytics-schema'
import { dayMs } from '@/lib/kernel/time'
import { bucketCount } from '@/lib/usage/histogram'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { reviewAnalytics } from './analytics-review'
import type { Scoped } from './database'
import { Prisma } from './generated/client'

const helpers = Prisma.join(helperReasons.map((reason) => Prisma.sql`${reason}`))
/** Adding up 32 numbers by position is far quicker than unfolding the arrays into rows. */
const latencySums = Prisma.raw(
  Array.from({ length: bucketCount }, (_, i) => `coalesce(sum((latency->>${i})::float8), 0)`).join(', '),
)

/**
 * Reads the roll-ups by their primary key (workspace, time): hours for short ranges, days for long ones.
 * Parsing the latency histograms costs most, so the breakdowns leave them out.
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

async function readSums({ db, workspaceId }: Scoped, window: AnalyticsWindow, filter: UsageFilter) {
  const rows = await db.$queryRaw<SumRow[]>`
    SELECT date_bin(${`${window.bucketMs / 3_600_000} hours`}::interval, hour, ${new Date(window.originMs)}::timestamptz) AS at,
      CASE WHEN reason IN (${helpers}) THEN 'helper' ELSE status END AS kind,
      CASE WHEN reason IN (${helpers}) THEN reason END AS helper, model <> '' AS by_model,
      sum(requests)::float8 AS requests, sum(errors)::float8 AS errors, sum(input_tokens)::float8 AS input_tokens,
      sum(output_tokens)::float8 AS output_tokens, sum(cost_usd)::float8 AS cost_usd, sum(saved_usd)::float8 AS saved_usd,
      ARRAY[${latencySums}]::float8[] AS latency
    FROM ${source(window)}
    WHERE workspace_id = ${workspaceId} AND hour >= ${new Date(window.previousFromMs)}
      AND hour <= ${new Date(window.toMs)} ${narrowed(filter)}
    GROUP BY 1, 2, 3, 4`
  return rows.map(({ at, ...row }): UsageSum => ({ ...row, at_ms: at.getTime() }))
}

type BreakdownRow = {
  facet: 'reason' | 'key' | 'model'
  status: 'miss' | 'bypass' | null
  reason: string | null
  key: string | null
  model: string | null
  requests: number
  hits: number
  errors: number
  input_tokens: number
  output_tokens: number
  cost_usd: number
  saved_usd: number
  now: number
  previous: number
}

/** Three groupings in one pass. Each is cut to what a page shows. */
async function readBreakdown({ db, workspaceId }: Scoped, window: AnalyticsWindow, filter: UsageFilter) {
  const from = new Date(window.fromMs)
  const rows = await db.$queryRaw<BreakdownRow[]>`
    WITH used AS (
      SELECT CASE WHEN grouping(reason) = 0 THEN 'reason' WHEN grouping(key) = 0 THEN 'key' ELSE 'model' END AS facet,
        status, reason, key, model,
        coalesce(sum(requests) FILTER (WHERE hour >= ${from}), 0)::float8 AS requests,
        coalesce(sum(requests) FILTER (WHERE hour >= ${from} AND status = 'hit'), 0)::float8 AS hits,
        coalesce(sum(errors) FILTER (WHERE hour >= ${from}), 0)::float8 AS errors,
        coalesce(sum(input_tokens) FILTER (WHERE hour >= ${from} AND status <> 'hit'), 0)::float8 AS input_tokens,
        coalesce(sum(output_tokens) FILTER (WHERE hour >= ${from} AND status <> 'hit'), 0)::float8 AS output_tokens,
        coalesce(sum(cost_usd) FILTER (WHERE hour >= ${from} AND status <> 'hit'), 0)::float8 AS cost_usd,
        coalesce(sum(saved_usd) FILTER (WHERE hour >= ${from}), 0)::float8 AS saved_usd,
        coalesce(sum(requests) FILTER (WHERE hour >= ${from} AND hour < ${new Date(window.runningMs)}), 0)::float8 AS now,
        coalesce(sum(requests) FILTER (WHERE hour < ${from}), 0)::float8 AS previous
      FROM ${source(window)}
      WHERE workspace_id = ${workspaceId} AND hour >= ${new Date(window.previousFromMs)}
        AND hour <= ${new Date(window.toMs)} AND reason NOT IN (${helpers}) ${narrowed(filter)}
      GROUP BY GROUPING SETS ((status, reason), (key), (model))
    ), ranked AS (
      SELECT *, row_number() OVER (PARTITION BY facet ORDER BY requests DESC, previous DESC) AS place FROM used
      WHERE (facet <> 'reason' OR status <> 'hit') AND (facet <> 'model' OR model <> '')
    )
    SELECT * FROM ranked WHERE place <= 50 ORDER BY facet, place`
  const of = (facet: BreakdownRow['facet']) => rows.filter((row) => row.facet === facet)
  return {
    reasons: of('reason').map(({ status, reason, requests, now, previous }): ReasonCount => ({
      status: status ?? 'miss',
      reason: reason ?? '',
      requests,
      now,
      previous,
    })),
    intents: of('key').map(({ key, requests, hits, saved_usd, now, previous }): IntentUsage => ({
      key: key ?? '',
      requests,
      hits,
      saved_usd,
      now,
      previous,
    })),
    models: of('model').map(
      ({
        model,
        requests,
        hits,
        errors,
        input_tokens,
        output_tokens,
        cost_usd,
        now,
        previous,
      }): ModelUsage => ({
        model: model ?? '',
        requests: requests - hits,
        errors,
        input_tokens,
        output_tokens,
        cost_usd,
        now,
        previous,
      }),
    ),
  }
}

async function readFilters({ db, workspaceId }: Scoped, window: AnalyticsWindow) {
  const rows = await db.$queryRaw<{ scope: string | null; key: string | null }[]>`
    SELECT scope, key FROM ${source(window)}
    WHERE workspace_id = ${workspaceId} AND hour >= ${new Date(window.fromMs)} AND hour <= ${new Date(window.toMs)}
    GROUP BY GROUPING SETS ((scope), (key)) ORDER BY sum(requests) DESC LIMIT 300`
  return {
    scopes: rows.flatMap((row) => (row.scope === null ? [] : [row.scope])),
    keys: rows.flatMap((row) => (row.key ? [row.key] : [])),
  }
}

/** Either roll-up, its time as `hour`. Whole days are in both. */
function source({ bucketMs }: AnalyticsWindow): Prisma.Sql {
  if (bucketMs < dayMs) return Prisma.sql`usage_hour`
  return Prisma.sql`(SELECT day AS hour, * FROM usage_day) AS usage_day`
}

function narrowed({ scope, key }: UsageFilter): Prisma.Sql {
  return Prisma.sql`${scope === undefined ? Prisma.empty : Prisma.sql`AND scope = ${scope}`}
    ${key === undefined ? Prisma.empty : Prisma.sql`AND key = ${key}`}`
}
