import { describe, expect, it } from 'vitest'
import { durationWords, keyTitle, plural, usd } from './format'

describe('format', () => {
  it('uses the largest unit that says enough', () => {
    const minute = 60_000
    expect([5_000, 30 * minute, 23 * 60 * minute, 3 * 1440 * minute].map(durationWords)).toEqual([
      '5 s',
      '30 min',
      '23 h',
      '3 d',
    ])
  })

  it('shows small amounts with the digits they need', () => {
    expect([0.0001, 3.2, 1204, 0].map(usd)).toEqual(['$0.0001', '$3.20', '$1,204', '$0'])
  })

  it('makes a heading of a key', () => {
    expect(keyTitle('cancel_order')).toBe('Cancel order')
  })

  it('counts in words', () => {
    expect([plural(1, 'entry', 'entries'), plural(1200, 'entry', 'entries')]).toEqual([
      '1 entry',
      '1,200 entries',
    ])
  })
})
