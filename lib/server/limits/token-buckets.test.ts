import { describe, expect, it } from 'vitest'
import { TokenBuckets } from './token-buckets'

describe('token buckets', () => {
  it('let a burst through, then say how long to wait, and refill with time', () => {
    const buckets = new TokenBuckets()
    for (let i = 0; i < 10; i++) expect(buckets.take('a', 60, 0)).toBe(0)
    expect(buckets.take('a', 60, 0)).toBe(1)
    expect(buckets.take('a', 60, 1_000)).toBe(0)
    expect(buckets.take('a', 60, 1_000)).toBe(1)
  })
  it('keep subjects apart', () => {
    const buckets = new TokenBuckets()
    expect(buckets.take('a', 1, 0)).toBe(0)
    expect(buckets.take('b', 1, 0)).toBe(0)
    expect(buckets.take('a', 1, 0)).toBe(60)
  })
  it('give nothing away when the clock is set back', () => {
    const buckets = new TokenBuckets()
    for (let i = 0; i < 10; i++) buckets.take('a', 60, 100_000)
    expect(buckets.take('a', 60, 0)).toBe(1)
    expect(buckets.take('a', 60, 1_000)).toBe(0)
  })
})
