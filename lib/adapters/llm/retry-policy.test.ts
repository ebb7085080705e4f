import { describe, expect, test } from 'vitest'
import { isRetryable, retryWaitMs } from './retry-policy'

const policy = { retries: 2, baseMs: 100, maxWaitMs: 1_000 }

describe('what is tried again', () => {
  test('rate limits and faults, never what the request itself got wrong', () => {
    expect([429, 500, 502, 503, 504, 529].every((status) => isRetryable(status, {}))).toBe(true)
    expect([400, 401, 403, 404, 413, 422].some((status) => isRetryable(status, {}))).toBe(false)
  })

  test('the vendor’s own word decides', () => {
    expect(isRetryable(529, { 'x-should-retry': 'false' })).toBe(false)
    expect(isRetryable(400, { 'x-should-retry': 'true' })).toBe(true)
  })
})

describe('how long it waits', () => {
  test('as long as asked when that is short, not at all when it is long', () => {
    expect(retryWaitMs(policy, 1, { 'retry-after-ms': '250' }, 0.5)).toBe(250)
    expect(retryWaitMs(policy, 1, { 'retry-after': '1' }, 0.5)).toBe(1_000)
    expect(retryWaitMs(policy, 1, { 'retry-after': '30' }, 0.5)).toBeNull()
    expect(retryWaitMs(policy, 1, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 0.5)).toBeNull()
  })

  test('else exponentially with full jitter, bounded, and not for ever', () => {
    expect(retryWaitMs(policy, 1, {}, 0.5)).toBe(50)
    expect(retryWaitMs(policy, 2, {}, 0.5)).toBe(100)
    expect(retryWaitMs(policy, 3, {}, 0.5)).toBeNull()
    expect(retryWaitMs({ ...policy, retries: 9 }, 9, {}, 0.99)).toBe(990)
  })
})
