import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addUsd, formatUsd, roundUsd } from './money'

describe('money', () => {
  it('adds up exactly, however many parts there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), { maxLength: 500 }),
        (units) => {
          const sum = units.reduce((all, unit) => addUsd(all, unit / 1e8), 0)
          const exact = units.reduce((all, unit) => all + unit, 0)
          expect(Math.round(sum * 1e8) + 0).toBe(exact + 0)
          expect(sum + 0).toBe(exact / 1e8 + 0)
        },
      ),
    )
  })

  it('is printed as the decimal it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), (units) => {
        expect(Math.round(Number(formatUsd(units / 1e8)) * 1e8)).toBe(units)
      }),
    )
    expect(formatUsd(0.0000012)).toBe('0.0000012')
    expect(formatUsd(0)).toBe('0')
  })

  it('has eight decimals', () => {
    expect(roundUsd(0.123456789)).toBe(0.12345679)
  })
})
