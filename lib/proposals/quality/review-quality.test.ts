import { expect, test } from 'vitest'
import { rateOf, summarize, wilson } from './review-quality'

test('59 known-bad items without a miss bound false positives below 7 %; none says nothing', () => {
  expect(wilson(0, 0)).toEqual([0, 1])
  const [low, high] = wilson(0, 59)
  expect(low).toBe(0)
  expect(high).toBeCloseTo(0.0611, 3)
})

test('the interval holds the rate and stays within 0 and 1', () => {
  for (const [hits, trials] of [
    [1, 10],
    [5, 10],
    [10, 10],
  ] as const) {
    const { rate, ci95 } = rateOf(hits, trials)
    expect(ci95[0]).toBeLessThanOrEqual(rate!)
    expect(ci95[1]).toBeGreaterThanOrEqual(rate! - 1e-12)
    expect(ci95[0]).toBeGreaterThanOrEqual(0)
    expect(ci95[1]).toBeLessThanOrEqual(1)
  }
})

test('a queue that shrinks has a day on which it is clear, one that grows has none', () => {
  const facts = {
    reviewers: [],
    hours_p50: 1,
    hours_p95: 5,
    approved_unedited: 10,
    assistant_judged: 0,
    assistant_agreed: 0,
    assistant_unsure: 0,
    waiting_now: 30,
    blocked_now: 0,
    oldest_waiting_ms: null,
  }
  expect(summarize({ ...facts, arrived: 10, decided: 40 }, 10, 24).forecast.days_to_clear).toBeCloseTo(10)
  const growing = summarize({ ...facts, arrived: 40, decided: 10 }, 10, 24).forecast
  expect(growing).toMatchObject({ days_to_clear: null, waiting_in_7_days: 51 })
})
