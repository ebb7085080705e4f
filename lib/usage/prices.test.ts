import { describe, expect, test } from 'vitest'
import { costUsd, formatUsd, priceOf } from './prices'

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

  test('headers carry plain decimals', () => {
    expect(formatUsd(0.0000012)).toBe('0.0000012')
    expect(formatUsd(0)).toBe('0')
    expect(formatUsd(0.0001)).toBe('0.0001')
  })
})
