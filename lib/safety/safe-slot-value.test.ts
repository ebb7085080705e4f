import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { syntheticPolicy as policy } from './evaluation/synthetic'
import { markupPayloads } from './fixtures/markup-payloads'
import { hostileValues } from './hostile-values'
import { valueDetectors } from './ruleset'
import { maxSlotValueChars, safeSlotValue } from './safe-slot-value'

const active = (text: string) =>
  valueDetectors
    .flatMap((detector) => detector.detect(text, { policy: { ...policy, allowed_domains: [] }, slots: [] }))
    .filter(({ severity }) => severity === 'block')

describe('safeSlotValue', () => {
  test('what people really write passes unchanged', () => {
    for (const value of [
      '12345',
      '#7610372',
      'ORD-81178',
      'BE182641',
      '$1,299.00',
      '1 299,00 €',
      'Anna Freeman',
      "Sean O'Brien",
      'São Paulo',
      'St. Louis',
      'AT&T',
      'a.b@acme.com',
      '2024-01-05',
      '10:30',
      '東京',
      'Acme (UK)',
      '+44 20 7946 0958',
    ]) {
      expect(safeSlotValue(value), value).toBe(value)
    }
  })

  test('hostile values are refused or come out as plain text', () => {
    for (const { value } of [
      ...hostileValues,
      ...markupPayloads.map(({ payload }) => ({ value: payload })),
    ]) {
      const safe = safeSlotValue(value)
      if (safe !== null) expect(active(`Order ${safe} is here.`), value).toEqual([])
    }
  })

  test('unseen characters are taken out', () => {
    expect(safeSlotValue('12\u200b3\u202e45\u0000')).toBe('12345')
  })

  test('templates, several lines, nothing and too much are refused', () => {
    for (const value of [
      '{{other}}',
      'a {{ b',
      '1\n2',
      '',
      ' \u200b ',
      'x'.repeat(maxSlotValueChars + 1),
      'x'.repeat(1_000_000),
    ]) {
      expect(safeSlotValue(value)).toBeNull()
    }
  })

  test('for any text the result is short, stable, on one line and brings nothing active', () => {
    const hostile = fc.array(
      fc.oneof(
        fc.constantFrom(
          ...hostileValues.map(({ value }) => value.slice(0, 60)),
          '<',
          '{',
          '}',
          ':',
          '/',
          '.',
          '@',
          'com',
          'https',
          'javascript',
          '\u202e',
        ),
        fc.string({ unit: 'grapheme', maxLength: 8 }),
      ),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(hostile, (parts) => {
        const safe = safeSlotValue(parts.join(''))
        if (safe === null) return
        expect(safe.length).toBeLessThanOrEqual(maxSlotValueChars)
        expect(safe).not.toMatch(/[\r\n{}<>]/)
        expect(safeSlotValue(safe)).toBe(safe)
        expect(active(`Order ${safe} is here.`)).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  }, 60_000)
})
