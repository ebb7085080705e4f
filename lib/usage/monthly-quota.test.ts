import { describe, expect, it } from 'vitest'
import { plans } from '@/lib/workspaces/plans'
import { MonthlyQuota } from './monthly-quota'

const plan = { ...plans.free, limits: { ...plans.free.limits, requests_per_month: 10 } }
const november = Date.parse('2026-11-24T10:00:00Z')
const settle = () => new Promise((resolve) => setImmediate(resolve))

function taken(quota: MonthlyQuota, times: number, nowMs: number): number {
  let count = 0
  for (let i = 0; i < times; i++)
    try {
      quota.take('ws', plan, nowMs)
      count++
    } catch {
      break
    }
  return count
}

describe('requests a month', () => {
  it('end at the limit, with a clear word', async () => {
    const quota = new MonthlyQuota(async () => 0)
    expect(taken(quota, 50, november)).toBe(10)
    expect(() => quota.take('ws', plan, november)).toThrow('The plan Free has 10 requests a month.')
  })

  it('count what other instances and earlier runs stored', async () => {
    const quota = new MonthlyQuota(async () => 8)
    quota.take('ws', plan, november)
    await settle()
    expect(taken(quota, 50, november + 1_000)).toBeLessThanOrEqual(2)
  })

  it('count none twice once it is stored, and forget none that is not stored yet', async () => {
    let stored = 0
    const quota = new MonthlyQuota(async () => stored)
    expect(taken(quota, 4, november)).toBe(4)
    await settle()
    stored = 4
    expect(taken(quota, 1, november + 6_000)).toBe(1)
    await settle()
    stored = 5
    expect(taken(quota, 1, november + 12_000)).toBe(1)
    await settle()
    expect(taken(quota, 50, november + 18_000)).toBe(4)
  })

  it('begin anew with the month, and are another workspace’s own', () => {
    const quota = new MonthlyQuota(async () => 0)
    taken(quota, 50, november)
    expect(taken(quota, 50, Date.parse('2026-12-01T00:00:00Z'))).toBe(10)
    expect(() => quota.take('ws_other', plan, november)).not.toThrow()
  })

  it('go on from what is known while the database is away', async () => {
    const errors: unknown[] = []
    const quota = new MonthlyQuota(
      async () => {
        throw new Error('away')
      },
      (error) => errors.push(error),
    )
    expect(taken(quota, 5, november)).toBe(5)
    await settle()
    expect(errors).toHaveLength(1)
    expect(taken(quota, 50, november + 10_000)).toBe(5)
  })

  it('are not asked for on a plan without a limit', () => {
    const quota = new MonthlyQuota(() => {
      throw new Error('asked')
    })
    for (let i = 0; i < 100; i++) quota.take('ws', plans.enterprise, november)
  })
})
