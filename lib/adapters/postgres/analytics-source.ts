import type { UsageFilter } from '@/lib/usage/analytics-ports'
import { helperReasons, type AnalyticsWindow } from '@/lib/usage/analytics-schema'
import { unitOf } from '@/lib/usage/rollups'
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

/** The same by key, whatever kinds of requests they were, without the helpers'. */
export function keySource(
  { workspaceId }: Scoped,
  window: AnalyticsWindow,
  { scope, key }: UsageFilter,
  fromMs: number,
): Prisma.Sql {
  return Prisma.sql`usage_key WHERE workspace_id = ${workspaceId} AND unit = ${unitOf(window.bucketMs)}
    AND start >= ${new Date(fromMs)} AND start <= ${new Date(window.toMs)}
    ${scope === undefined ? Prisma.empty : Prisma.sql`AND scope = ${scope}`}
    ${key === undefined ? Prisma.empty : Prisma.sql`AND key = ${key}`}`
}
