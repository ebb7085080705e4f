import { secondMs } from '@/lib/kernel/time'
import { requireRoom, type Plan } from '@/lib/workspaces/plans'

/** Requests of a workspace since `from`, as stored. */
export type ReadRequests = (workspaceId: string, from: Date) => Promise<number>

type Month = {
  startMs: number
  stored: number
  /** Taken here since `stored` was asked for, and before that but perhaps not stored yet. */
  taken: number
  askedMs: number
  asking: boolean
}

const askEveryMs = 5 * secondMs

/**
 * Requests a month, for plans that limit them. Counts here, and asks what all instances stored every few seconds, in
 * the background: a request never waits. Between two answers others' requests are unknown, so a limit may be passed by
 * what comes in within those seconds.
 */
export class MonthlyQuota {
  private readonly months = new Map<string, Month>()

  constructor(
    private readonly read: ReadRequests,
    private readonly onError: (error: unknown) => void = () => {},
  ) {}

  /** Takes one. Throws `plan_limit` when the month has none left. */
  take(workspaceId: string, plan: Plan, nowMs: number): void {
    if (plan.limits.requests_per_month === null) return
    const month = this.monthOf(workspaceId, nowMs)
    if (!month.asking && nowMs - month.askedMs >= askEveryMs) void this.ask(workspaceId, month, nowMs)
    requireRoom(plan, 'requests_per_month', month.stored + month.taken)
    month.taken++
  }

  private monthOf(workspaceId: string, nowMs: number): Month {
    const known = this.months.get(workspaceId)
    const startMs = monthStart(new Date(nowMs)).getTime()
    if (known?.startMs === startMs) return known
    const month = { startMs, stored: 0, taken: 0, askedMs: -Infinity, asking: false }
    this.months.set(workspaceId, month)
    return month
  }

  private async ask(workspaceId: string, month: Month, nowMs: number): Promise<void> {
    month.asking = true
    month.askedMs = nowMs
    const before = month.taken
    try {
      const stored = await this.read(workspaceId, new Date(month.startMs))
      // What was taken in the last moments may not be stored yet: the larger figure holds, so that none is lost.
      month.stored = Math.max(stored, month.stored + before)
      month.taken -= before
    } catch (error) {
      this.onError(error)
    } finally {
      month.asking = false
    }
  }
}

/** Months are UTC, like the roll-ups. */
export function monthStart(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1))
}
