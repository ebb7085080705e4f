import { dayMs } from '@/lib/kernel/time'
import { startOf } from './rollups'

/**
 * How long rows are kept. Each is needed by the ranges that read it, and by the period before them: hours by key up to
 * two weeks back, days by key up to two years. Days and weeks without a key are what statements are made of: they stay.
 */
const keptDays = { hours: 40, days: 760, hours_by_kind: 400 } as const

export type RollupKeeper = {
  /** First day since `sinceMs` whose sums by kind are not those of its rows; null when all agree. */
  firstDifference(sinceMs: number): Promise<number | null>
  /** Makes the sums by kind and by key from `fromMs`, the start of a week, anew from the rows by hour and by day. */
  rebuild(fromMs: number): Promise<void>
  /** Deletes a batch of what began before these times. Returns how many rows went. */
  drop(before: Record<keyof typeof keptDays, number>, limit: number): Promise<number>
}

export type KeepRollupsDeps = { nowMs: () => number; keeper: (workspaceId: string) => RollupKeeper }

const batch = 5_000
const maxBatches = 20
/** How far back a server of an older version may still have counted without the sums. */
const lookBackDays = 7

/**
 * Keeps a workspace's roll-ups in order: counts of a server of the version before, which did not know the sums, are put
 * into them, and hours and days that nothing reads any more go. Returns what it did.
 */
export async function keepRollups(
  { nowMs, keeper }: KeepRollupsDeps,
  workspaceId: string,
): Promise<{ rebuilt: boolean; dropped: number }> {
  const now = nowMs()
  const rollups = keeper(workspaceId)
  const different = await rollups.firstDifference(startOf('day', now - lookBackDays * dayMs))
  if (different !== null) await rollups.rebuild(startOf('week', different))
  const daysAgo = (days: number) => startOf('day', now - days * dayMs)
  const before = {
    hours: daysAgo(keptDays.hours),
    days: daysAgo(keptDays.days),
    hours_by_kind: daysAgo(keptDays.hours_by_kind),
  }
  let dropped = 0
  for (let round = 0; round < maxBatches; round++) {
    const gone = await rollups.drop(before, batch)
    dropped += gone
    if (gone < batch) break
  }
  return { rebuilt: different !== null, dropped }
}
