import { dayMs, hourMs } from '@/lib/kernel/time'
import { helperReasons, originMs } from './analytics-schema'
import { addTo, type UsageRow } from './batch-usage'

export const rollupUnits = ['hour', 'day', 'week'] as const
export type RollupUnit = (typeof rollupUnits)[number]

const weekMs = 7 * dayMs

const widthMs: Record<RollupUnit, number> = { hour: hourMs, day: dayMs, week: weekMs }

/** Start of the UTC hour, day or week (from Monday) that the moment is in. */
export function startOf(unit: RollupUnit, ms: number): number {
  return ms - ((ms - originMs) % widthMs[unit])
}

/** The widest rows that buckets of this width are made of. */
export function unitOf(bucketMs: number): RollupUnit {
  return rollupUnits.findLast((unit) => bucketMs % widthMs[unit] === 0) ?? 'hour'
}

/** Rows added up by hour, day or week; without their key where `keyed` is false. `hour_ms` is then the unit's start. */
export function rollUp(rows: readonly UsageRow[], unit: RollupUnit, keyed: boolean): UsageRow[] {
  const sums = new Map<string, UsageRow>()
  for (const row of rows) {
    const one = { ...row, hour_ms: startOf(unit, row.hour_ms), key: keyed ? row.key : '' }
    const id = JSON.stringify([
      one.workspace_id,
      one.hour_ms,
      one.scope,
      one.key,
      one.status,
      one.reason,
      one.model,
    ])
    const sum = sums.get(id)
    if (sum) addTo(sum, one)
    else sums.set(id, { ...one, latency: [...one.latency] })
  }
  return [...sums.values()]
}

/** Sums of one key, whatever kinds of requests they were. */
export type KeySums = Pick<UsageRow, 'workspace_id' | 'scope' | 'key' | 'requests' | 'saved_usd'> & {
  unit: RollupUnit
  start_ms: number
  hits: number
}

const helpers = new Set<string>(helperReasons)

/** Requests by key and unit; what helpers ask for themselves is none. */
export function keySums(rows: readonly UsageRow[], unit: RollupUnit): KeySums[] {
  const asked = rows.filter(({ reason }) => !helpers.has(reason))
  const hits = new Map<string, number>()
  const idOf = ({ workspace_id, hour_ms, scope, key }: UsageRow) =>
    JSON.stringify([workspace_id, startOf(unit, hour_ms), scope, key])
  for (const row of asked)
    if (row.status === 'hit') hits.set(idOf(row), (hits.get(idOf(row)) ?? 0) + row.requests)
  const merged = rollUp(
    asked.map((row) => ({ ...row, status: 'hit', reason: '', model: '' }) as const),
    unit,
    true,
  )
  return merged.map((sum) => ({
    workspace_id: sum.workspace_id,
    unit,
    start_ms: sum.hour_ms,
    scope: sum.scope,
    key: sum.key,
    requests: sum.requests,
    hits: hits.get(idOf(sum)) ?? 0,
    saved_usd: sum.saved_usd,
  }))
}
