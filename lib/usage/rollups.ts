import { dayMs, hourMs } from '@/lib/kernel/time'
import { originMs } from './analytics-schema'
import { addTo, type UsageRow } from './batch-usage'

export const rollupUnits = ['hour', 'day', 'week'] as const
export type RollupUnit = (typeof rollupUnits)[number]

const weekMs = 7 * dayMs

const widthMs: Record<RollupUnit, number> = { hour: hourMs, day: dayMs, week: weekMs }

/** Start of the UTC hour, day or week (from Monday) that the moment is in. */
export function startOf(unit: RollupUnit, ms: number): number {
  return ms - ((ms - originMs) % widthMs[unit])
}

/** Start of the unit after it. */
export function endOf(unit: RollupUnit, ms: number): number {
  return startOf(unit, ms) + widthMs[unit]
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
