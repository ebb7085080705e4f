import type { UsageFilter } from '@/lib/usage/analytics-ports'
import { helperReasons, type AnalyticsWindow } from '@/lib/usage/analytics-schema'
import { endOf, rollupUnits, startOf, unitOf, type RollupUnit } from '@/lib/usage/rollups'
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
 * The same by key, whatever kinds of requests they were, without the helpers'. A week of hours and a quarter of days have
 * many keys: where whole days or weeks lie between the window's edges, they are read instead.
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

/** The stretches between the edges that figures are told apart at, each read by the widest units that fit. */
function keySpans({ bucketMs, fromMs: edge, runningMs, toMs }: AnalyticsWindow, fromMs: number): Span[] {
  const edges = [...new Set([fromMs, edge, runningMs, toMs + 1])].sort((a, b) => a - b)
  const at = rollupUnits.indexOf(unitOf(bucketMs))
  return joined(edges.slice(1).flatMap((to, index) => widestSpans(at, edges[index]!, to)))
}

/** Each span is a scan of its own: those of one unit that follow one another become one. */
function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = []
  for (const span of spans) {
    const last = all.at(-1)
    if (last?.unit === span.unit && last.to === span.from) last.to = span.to
    else all.push({ ...span })
  }
  return all
}

/** Whole wider units in the middle, this unit's around them. */
function widestSpans(at: number, from: number, to: number): Span[] {
  if (from >= to) return []
  const unit = rollupUnits[at]!
  const wider = rollupUnits[at + 1]
  if (!wider) return [{ unit, from, to }]
  const [first, end] = [endOf(wider, from - 1), startOf(wider, to)]
  if (first >= end) return [{ unit, from, to }]
  return [
    ...(from < first ? [{ unit, from, to: first }] : []),
    ...widestSpans(at + 1, first, end),
    ...(end < to ? [{ unit, from: end, to }] : []),
  ]
}
