import type { UsageFilter } from '@/lib/usage/analytics-ports'
import { helperReasons, type AnalyticsWindow } from '@/lib/usage/analytics-schema'
import { startOf, unitOf, type RollupUnit } from '@/lib/usage/rollups'
import { dayMs } from '@/lib/kernel/time'
import type { Scoped } from './database'
import { Prisma } from './generated/client'

export const helpers = Prisma.join(helperReasons.map((reason) => Prisma.sql`${reason}`))

/**
 * Rows by kind of request from `fromMs` to the window's end: those without a key, unless one is asked for. Its own are
 * few, so that a year of them is read by the day, whose latency is JSON.
 */
export function usageSource(
  { workspaceId }: Scoped,
  window: AnalyticsWindow,
  { scope, key }: UsageFilter,
  fromMs: number,
): Prisma.Sql {
  const unit = unitOf(window.bucketMs)
  const inScope = scope === undefined ? Prisma.empty : Prisma.sql`AND scope = ${scope}`
  if (key === undefined) return Prisma.sql`usage_kind WHERE ${within('start')} AND unit = ${unit} ${inScope}`
  const column = unit === 'hour' ? 'hour' : 'day'
  return Prisma.sql`(
    SELECT ${Prisma.raw(column)} AS start, * FROM ${Prisma.raw(`usage_${column}`)}
    WHERE ${within(column)} AND key = ${key} ${inScope}) AS one_key WHERE true`

  function within(name: string): Prisma.Sql {
    return Prisma.sql`workspace_id = ${workspaceId} AND ${Prisma.raw(name)} >= ${new Date(fromMs)}
      AND ${Prisma.raw(name)} <= ${new Date(window.toMs)}`
  }
}

/**
 * The same by key, whatever kinds of requests they were, without the helpers'. A week of hours has many keys: where whole
 * days lie between the window's edges, they are read instead.
 */
export function keySource(
  { workspaceId }: Scoped,
  window: AnalyticsWindow,
  { scope, key }: UsageFilter,
  fromMs: number,
): Prisma.Sql {
  const spans = keySpans(window, fromMs).map(
    ({ unit, from, to }) => Prisma.sql`
      SELECT * FROM usage_key WHERE workspace_id = ${workspaceId} AND unit = ${unit}
        AND start >= ${new Date(from)} AND start < ${new Date(to)}
        ${scope === undefined ? Prisma.empty : Prisma.sql`AND scope = ${scope}`}
        ${key === undefined ? Prisma.empty : Prisma.sql`AND key = ${key}`}`,
  )
  return Prisma.sql`(${Prisma.join(spans, ' UNION ALL ')}) AS by_key WHERE true`
}

type Span = { unit: RollupUnit; from: number; to: number }

/** The stretches between the edges that figures are told apart at: whole days, and the hours around them. */
function keySpans({ bucketMs, fromMs: edge, runningMs, toMs }: AnalyticsWindow, fromMs: number): Span[] {
  const unit = unitOf(bucketMs)
  const end = toMs + 1
  if (unit !== 'hour') return [{ unit, from: fromMs, to: end }]
  const edges = [...new Set([fromMs, edge, runningMs, end])].sort((a, b) => a - b)
  return edges.slice(1).flatMap((to, index): Span[] => {
    const from = edges[index]!
    const [firstDay, endOfDays] = [startOf('day', from + dayMs - 1), startOf('day', to)]
    if (firstDay >= endOfDays) return [{ unit, from, to }]
    const spans: Span[] = [
      { unit, from, to: firstDay },
      { unit: 'day', from: firstDay, to: endOfDays },
      { unit, from: endOfDays, to },
    ]
    return spans.filter((span) => span.from < span.to)
  })
}
