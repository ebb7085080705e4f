import { describe, expect, test } from 'vitest'
import { windowOf } from './analytics-schema'
import { savingsLedger } from './ledger'

const nothing = { decisions: 0, timed: 0, minutes: 0 }
const counted = { hits: 3, savedUsd: 100, hitCostUsd: 1, modelUsd: 7, helpers: [], reviewerUsdPerHour: 30 }

describe('the ledger', () => {
  test('savings are net of the time people spent on decisions', () => {
    const review = { decisions: 10, timed: 10, minutes: 60 }
    const ledger = savingsLedger({ ...counted, review })
    expect(ledger).toMatchObject({ avoided_usd: 101, review_usd: 30, net_usd: 70 })
  })

  test('savings are net of every model we asked ourselves', () => {
    const helpers = [
      { reason: 'intent_classifier' as const, requests: 2, cost_usd: 0.1 },
      { reason: 'embedding' as const, requests: 2, cost_usd: 0.2 },
    ]
    const ledger = savingsLedger({ ...counted, helpers, review: nothing })
    expect(ledger).toMatchObject({ helper_usd: 0.3, net_usd: 99.7 })
  })

  test('what the responses cost is the hits and the models, without helpers and people', () => {
    const helpers = [{ reason: 'assistant_review' as const, requests: 1, cost_usd: 5 }]
    expect(savingsLedger({ ...counted, helpers, review: nothing }).responses_usd).toBe(8)
  })

  test('decisions without a known time cost what the others do', () => {
    const review = { decisions: 4, timed: 2, minutes: 10 }
    const ledger = savingsLedger({ ...counted, savedUsd: 0, review, reviewerUsdPerHour: 60 })
    expect(ledger).toMatchObject({ review_minutes: 20, review_usd: 20, net_usd: -20 })
  })

  test('a cache that costs more than the model says so', () => {
    const ledger = savingsLedger({ ...counted, savedUsd: -0.25, hitCostUsd: 1, review: nothing })
    expect(ledger).toMatchObject({ avoided_usd: 0.75, net_usd: -0.25 })
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
