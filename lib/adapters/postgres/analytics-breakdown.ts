import type { AnalyticsReader, UsageFilter } from '@/lib/usage/analytics-ports'
import type { AnalyticsWindow, IntentUsage, ModelUsage, ReasonCount } from '@/lib/usage/analytics-schema'
import { helpers, keySource, usageSource } from './analytics-source'
import type { Scoped } from './database'
import { Prisma } from './generated/client'

/** What a page shows of each. */
const shown = 50

type Breakdown = Awaited<ReturnType<AnalyticsReader['breakdown']>>

/** Why the cache did not answer, which models did, and what was asked for. */
export async function readBreakdown(
  scoped: Scoped,
  window: AnalyticsWindow,
  filter: UsageFilter,
): Promise<Breakdown> {
  const [kinds, intents] = await Promise.all([
    readKinds(scoped, window, filter),
    readIntents(scoped, window, filter),
  ])
  return { ...kinds, intents }
}

type KindRow = {
  facet: 'reason' | 'model'
  status: 'miss' | 'bypass' | null
  reason: string | null
  model: string | null
  requests: number
  hits: number
  errors: number
  input_tokens: number
  output_tokens: number
  cost_usd: number
  now: number
  previous: number
}

/** Both groupings in one pass. */
async function readKinds(scoped: Scoped, window: AnalyticsWindow, filter: UsageFilter) {
  const from = new Date(window.fromMs)
  const rows = await scoped.db.$queryRaw<KindRow[]>`
    WITH used AS (
      SELECT CASE WHEN grouping(reason) = 0 THEN 'reason' ELSE 'model' END AS facet, status, reason, model,
        coalesce(sum(requests) FILTER (WHERE start >= ${from}), 0)::float8 AS requests,
        coalesce(sum(requests) FILTER (WHERE start >= ${from} AND status = 'hit'), 0)::float8 AS hits,
        coalesce(sum(errors) FILTER (WHERE start >= ${from}), 0)::float8 AS errors,
        coalesce(sum(input_tokens) FILTER (WHERE start >= ${from} AND status <> 'hit'), 0)::float8 AS input_tokens,
        coalesce(sum(output_tokens) FILTER (WHERE start >= ${from} AND status <> 'hit'), 0)::float8 AS output_tokens,
        coalesce(sum(cost_usd) FILTER (WHERE start >= ${from} AND status <> 'hit'), 0)::float8 AS cost_usd,
        ${compared(window)}
      FROM ${usageSource(scoped, window, filter, window.previousFromMs)} AND reason NOT IN (${helpers})
      GROUP BY GROUPING SETS ((status, reason), (model))
    ), ranked AS (
      SELECT *, row_number() OVER (PARTITION BY facet ORDER BY requests DESC, previous DESC) AS place FROM used
      WHERE (facet <> 'reason' OR status <> 'hit') AND (facet <> 'model' OR model <> '')
    )
    SELECT * FROM ranked WHERE place <= ${shown} ORDER BY facet, place`
  const of = (facet: KindRow['facet']) => rows.filter((row) => row.facet === facet)
  return { reasons: of('reason').map(toReason), models: of('model').map(toModel) }
}

function toReason({ status, reason, requests, now, previous }: KindRow): ReasonCount {
  return { status: status ?? 'miss', reason: reason ?? '', requests, now, previous }
}

function toModel(row: KindRow): ModelUsage {
  const { model, requests, hits, errors, input_tokens, output_tokens, cost_usd, now, previous } = row
  const asked = { model: model ?? '', requests: requests - hits, errors }
  return { ...asked, input_tokens, output_tokens, cost_usd, now, previous }
}

async function readIntents(
  scoped: Scoped,
  window: AnalyticsWindow,
  filter: UsageFilter,
): Promise<IntentUsage[]> {
  const from = new Date(window.fromMs)
  return scoped.db.$queryRaw<IntentUsage[]>`
    SELECT key, coalesce(sum(requests) FILTER (WHERE start >= ${from}), 0)::float8 AS requests,
      coalesce(sum(hits) FILTER (WHERE start >= ${from}), 0)::float8 AS hits,
      coalesce(sum(saved_usd) FILTER (WHERE start >= ${from}), 0)::float8 AS saved_usd, ${compared(window)}
    FROM ${keySource(scoped, window, filter, window.previousFromMs)}
    GROUP BY key ORDER BY requests DESC, previous DESC LIMIT ${shown}`
}

/** Whole buckets of this period, and of the one before. */
function compared({ fromMs, runningMs }: AnalyticsWindow): Prisma.Sql {
  const [from, running] = [new Date(fromMs), new Date(runningMs)]
  return Prisma.sql`
    coalesce(sum(requests) FILTER (WHERE start >= ${from} AND start < ${running}), 0)::float8 AS now,
    coalesce(sum(requests) FILTER (WHERE start < ${from}), 0)::float8 AS previous`
}

/** What can be filtered by, most used first. */
export async function readFilters(scoped: Scoped, window: AnalyticsWindow) {
  const [scopes, keys] = await Promise.all([
    scoped.db.$queryRaw<{ scope: string }[]>`
      SELECT scope FROM ${usageSource(scoped, window, {}, window.fromMs)}
      GROUP BY scope ORDER BY sum(requests) DESC LIMIT 100`,
    scoped.db.$queryRaw<{ key: string }[]>`
      SELECT key FROM ${keySource(scoped, window, {}, window.fromMs)} AND key <> ''
      GROUP BY key ORDER BY sum(requests) DESC LIMIT 300`,
  ])
  return { scopes: scopes.map(({ scope }) => scope), keys: keys.map(({ key }) => key) }
}
