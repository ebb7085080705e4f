import { describe, expect, test } from 'vitest'
import { windowOf } from './analytics-schema'
import { savingsLedger } from './ledger'

describe('the ledger', () => {
  test('savings are net of the time people spent on decisions', () => {
    const ledger = savingsLedger({
      savedUsd: 100,
      hitCostUsd: 1,
      review: { decisions: 10, timed: 10, minutes: 60 },
      reviewerUsdPerHour: 30,
    })
    expect(ledger).toMatchObject({ avoided_usd: 101, review_usd: 30, net_usd: 70 })
  })

  test('decisions without a known time cost what the others do', () => {
    const review = { decisions: 4, timed: 2, minutes: 10 }
    const ledger = savingsLedger({ savedUsd: 0, hitCostUsd: 0, review, reviewerUsdPerHour: 60 })
    expect(ledger).toMatchObject({ review_minutes: 20, review_usd: 20, net_usd: -20 })
  })

  test('nothing decided costs nothing', () => {
    const review = { decisions: 0, timed: 0, minutes: 0 }
    expect(savingsLedger({ savedUsd: 5, hitCostUsd: 0, review, reviewerUsdPerHour: 30 }).net_usd).toBe(5)
  })
})

describe('the window', () => {
  const now = Date.parse('2026-11-24T10:20:00Z')
  const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)

  test('one hour is the last whole hour and what came since', () => {
    const window = windowOf('1h', now)
    expect(iso(window.fromMs)).toBe('2026-11-24T09:00')
    expect(iso(window.runningMs)).toBe('2026-11-24T10:00')
    expect(iso(window.previousFromMs)).toBe('2026-11-24T08:00')
  })

  test('thirty days are UTC days, a year is weeks from Monday', () => {
    expect(iso(windowOf('30d', now).fromMs)).toBe('2026-10-25T00:00')
    const year = windowOf('1y', now)
    expect(new Date(year.fromMs).getUTCDay()).toBe(1)
    expect(new Date(year.runningMs).getUTCDay()).toBe(1)
  })

  test('the period before has as many whole buckets as this one', () => {
    for (const range of ['1h', '24h', '7d', '30d', '90d', '1y'] as const) {
      const { previousFromMs, fromMs, runningMs } = windowOf(range, now)
      expect(fromMs - previousFromMs).toBe(runningMs - fromMs)
    }
  })
})
