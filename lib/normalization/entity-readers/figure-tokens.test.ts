import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { figureTokens } from './figure-tokens'
import { readSigns } from './signs'

const pattern = /#?[A-Za-z0-9]{1,40}(?:[-_][A-Za-z0-9]{1,40}){0,7}/g

describe('tokens with a digit', () => {
  it('are those of the regular expression, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aZ09#-_ .@é'), maxLength: 400 })
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (any) => {
        const expected = [...any.matchAll(pattern)]
          .filter((match) => /\d/.test(match[0]))
          .map((match) => ({ start: match.index, end: match.index + match[0].length }))
        expect(figureTokens(any)).toEqual(expected)
        const { firstDigit, lastDigit } = readSigns(any)
        if (firstDigit >= 0) expect(figureTokens(any, firstDigit, lastDigit)).toEqual(expected)
      }),
      { numRuns: 2_000 },
    )
  })
  it('end where a part or the whole is too long', () => {
    const [part, parts] = ['1'.repeat(41), Array.from({ length: 10 }, () => '1').join('-')]
    expect(figureTokens(part)).toEqual([
      { start: 0, end: 40 },
      { start: 40, end: 41 },
    ])
    expect(figureTokens(parts)[0]).toEqual({ start: 0, end: 15 })
  })
})
