import { describe, expect, test } from 'vitest'
import { evaluate } from './evaluate'
import { syntheticCases, syntheticPolicy as policy, syntheticSlots as slots } from './synthetic'
import { wilson95 } from './wilson'

const result = evaluate({ cases: syntheticCases({ seed: 2026, scale: 0.3 }), policy, slots })
const score = (detector: string) => result.detectors.find((each) => each.detector === detector)!

describe('on synthetic cases', () => {
  test.each(['pii.email', 'pii.phone', 'pii.card', 'pii.iban', 'pii.ssn', 'pii.ip'])(
    '%s is recalled at .95 or more',
    (detector) => {
      expect(score(detector).recall).toBeGreaterThanOrEqual(0.95)
      expect(score(detector).negative_alarm_rate).toBeLessThanOrEqual(0.02)
    },
  )

  test.each(['link', 'secret', 'markup', 'unicode.bidi', 'unicode.invisible', 'slot.unknown'])(
    '%s is blocked every time',
    (detector) => {
      expect(score(detector).cases).toBeGreaterThanOrEqual(20)
      expect(score(detector).recall).toBe(1)
    },
  )

  test('at most 2 % of clean answers are objected to', () => {
    expect(result.clean.rate).toBeLessThanOrEqual(0.02)
  })
})

test('the same seed makes the same cases', () => {
  expect(syntheticCases({ seed: 4, scale: 0.02 })).toEqual(syntheticCases({ seed: 4, scale: 0.02 }))
  expect(syntheticCases({ seed: 4, scale: 0.02 })).not.toEqual(syntheticCases({ seed: 5, scale: 0.02 }))
})

test('a missed entity, a wrong claim and a clean alarm are each counted', () => {
  const { detectors, redaction } = evaluate({
    cases: [
      { text: 'reach Bob', entities: [{ type: 'person_name', value: 'Bob', start: 6, end: 9 }] },
      { text: 'a@b.co', kind: 'negative' },
      { text: 'We guarantee it', kind: 'clean' },
    ],
    policy,
    slots,
  })
  const of = (name: string) => detectors.find(({ detector }) => detector === name)
  expect(of('redact.name')).toMatchObject({ cases: 1, found: 0, recall: 0 })
  expect(of('pii.email')).toMatchObject({ claimed: 1, correct: 0, precision: 0, negative_alarms: 1 })
  expect(of('tone.overpromise')).toMatchObject({ clean_alarms: 1, clean: 1 })
  expect(redaction).toMatchObject({ cases: 1, found: 0 })
})

test('intervals are Wilson’s', () => {
  expect(wilson95(0, 0)).toBeNull()
  const [low, high] = wilson95(95, 100)!
  expect(low).toBeCloseTo(0.8882, 3)
  expect(high).toBeCloseTo(0.9785, 3)
})
