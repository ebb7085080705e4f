import { describe, expect, it } from 'vitest'
import { dayMs, hourMs } from '@/lib/kernel/time'
import { windowOf } from './analytics-schema'
import { UsageBatch, type UsageRow } from './batch-usage'
import { endOf, rollUp, startOf, unitOf } from './rollups'
import { UsageRange, type UsageEvent } from './schema'

const monday = Date.UTC(2026, 10, 23)

async function counted(events: Partial<UsageEvent>[]): Promise<UsageRow[]> {
  const rows: UsageRow[] = []
  const batch = new UsageBatch({ add: async (added) => void rows.push(...added) })
  for (const event of events)
    batch.count({
      workspace_id: 'ws_1',
      at_ms: monday,
      scope: 'default',
      key: 'a',
      status: 'hit',
      reason: '',
      model: 'm',
      input_tokens: 1,
      output_tokens: 2,
      cost_usd: 0.1,
      saved_usd: 0.2,
      latency_ms: 0.4,
      error: false,
      ...event,
    })
  await batch.flush()
  return rows
}

describe('roll-ups', () => {
  it('weeks begin on Monday, days and hours in UTC', () => {
    const at = monday + 6 * dayMs + 23 * hourMs + 5
    expect(startOf('week', at)).toBe(monday)
    expect(startOf('day', at)).toBe(monday + 6 * dayMs)
    expect(startOf('hour', at)).toBe(at - 5)
    expect(startOf('week', monday - 1)).toBe(monday - 7 * dayMs)
    expect(endOf('week', monday)).toBe(monday + 7 * dayMs)
    expect(endOf('day', monday - 1)).toBe(monday)
  })

  it('each range is made of whole rows of its unit', () => {
    const units = UsageRange.options.map((range) => unitOf(windowOf(range, monday + 5 * hourMs).bucketMs))
    expect(units).toEqual(['hour', 'hour', 'hour', 'day', 'day', 'week'])
    for (const range of UsageRange.options) {
      const { bucketMs, fromMs, previousFromMs, runningMs } = windowOf(range, monday + 5 * hourMs + 7)
      for (const edge of [fromMs, previousFromMs, runningMs])
        expect(startOf(unitOf(bucketMs), edge)).toBe(edge)
    }
  })

  it('nothing is lost or counted twice on the way up', async () => {
    const rows = await counted([
      {},
      { key: 'b', at_ms: monday + hourMs },
      { key: null, status: 'miss', reason: 'no_key', at_ms: monday + dayMs },
      { at_ms: monday + 8 * dayMs },
    ])
    const sizes = (['hour', 'day', 'week'] as const).map((unit) => rollUp(rows, unit, true).length)
    expect(sizes).toEqual([4, 4, 4])
    const weeks = rollUp(rows, 'week', false)
    expect(weeks.map(({ status, hour_ms, requests }) => [status, hour_ms, requests])).toEqual([
      ['hit', monday, 2],
      ['miss', monday, 1],
      ['hit', monday + 7 * dayMs, 1],
    ])
    expect(weeks[0]!.latency.reduce((sum, count) => sum + count, 0)).toBe(2)
    expect(rows[0]!.requests).toBe(1)
  })
})
