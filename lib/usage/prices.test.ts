import { describe, expect, test } from 'vitest'
import { costUsd, listed, priceBook, priceOf } from './prices'

const at = new Date('2026-06-01')

describe('prices', () => {
  test('the longest prefix wins', () => {
    expect(priceOf('gpt-4o-mini-2024-07-18', at).model).toBe('gpt-4o-mini')
    expect(priceOf('gpt-4o-2024-11-20', at).model).toBe('gpt-4o')
    expect(priceOf('us.anthropic.claude-haiku-4-5-20251001', at).model).toBe('claude-haiku-4-5')
  })

  test('a price holds from its day on', () => {
    const own = [
      { model: 'm', from: '2026-01-01', input: 1, output: 1 },
      { model: 'm', from: '2026-05-01', input: 2, output: 2 },
      { model: 'm', from: '2027-01-01', input: 9, output: 9 },
    ]
    expect(priceOf('m-large', at, own).input).toBe(2)
    expect(priceOf('m-large', new Date('2026-02-01'), own).input).toBe(1)
  })

  test('a model nobody listed has the default price', () => {
    expect(priceOf('something-else', at)).toMatchObject({ model: '', input: 3, output: 15 })
  })

  test('cost counts what prompt caches supply at their own rates', () => {
    const price = { model: 'm', from: '2026-01-01', input: 10, output: 20 }
    expect(costUsd(price, { inputTokens: 1_000_000, outputTokens: 500_000 })).toBe(20)
    expect(
      costUsd(price, {
        inputTokens: 0,
        outputTokens: 0,
        cacheReadTokens: 1_000_000,
        cacheWriteTokens: 1_000_000,
      }),
    ).toBe(13.5)
  })

  test('a cost has the eight decimals that the header has', () => {
    const price = { model: 'm', from: '2026-01-01', input: 0.05, output: 0.4 }
    expect(costUsd(price, { inputTokens: 1, outputTokens: 0, cacheWriteTokens: 1 })).toBe(1.1e-7)
  })
})

describe('a price book', () => {
  const own = [
    { model: 'house-model', from: '2026-05-01T00:00:00.000Z', input: 1, output: 2 },
    { model: 'house-model', from: '2026-06-01T12:00:00.000Z', input: 3, output: 4 },
  ]

  test('what it remembers ends where the next price begins', () => {
    const book = priceBook(own)
    expect(book.priceOf('house-model-2', new Date('2026-06-01T11:59:59.999Z')).input).toBe(1)
    expect(book.priceOf('house-model-2', new Date('2026-06-01T12:00:00Z')).input).toBe(3)
    expect(book.priceOf('house-model-2', new Date('2026-05-30T00:00:00Z')).input).toBe(1)
  })

  test('one workspace’s prices are not another’s', () => {
    expect(priceBook(own).priceOf('house-model', at).input).toBe(1)
    expect(listed.priceOf('house-model', at).input).toBe(3)
  })

  test('a price may replace the list’s for the family it names', () => {
    const book = priceBook([{ model: 'claude', from: '2026-01-01', input: 0.5, output: 1 }])
    expect(book.priceOf('claude-opus-4-8', at).input).toBe(0.5)
  })
})
