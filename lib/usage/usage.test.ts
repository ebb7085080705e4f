import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsageBatch, type UsageRow } from './batch-usage'
import { bucketBoundsMs, bucketCount, bucketOf, quantileMs } from './histogram'
import type { UsageEvent } from './schema'

const event = (over: Partial<UsageEvent> = {}): UsageEvent => ({
  workspace_id: 'ws',
  at_ms: 3_600_000 * 5 + 1,
  scope: 'default',
  key: 'k',
  status: 'hit',
  reason: '',
  model: '',
  input_tokens: 1,
  output_tokens: 2,
  cost_usd: 0.5,
  saved_usd: 1,
  latency_ms: 0.4,
  error: false,
  ...over,
})

describe('usage batches', () => {
  it('add up per hour, key and outcome', async () => {
    const stored: UsageRow[] = []
    const batch = new UsageBatch({ add: async (rows) => void stored.push(...rows) })
    batch.count(event())
    batch.count(event())
    batch.count(event({ status: 'miss', reason: 'no_key' }))
    await batch.flush()
    expect(stored).toHaveLength(2)
    expect(stored[0]).toMatchObject({ requests: 2, cost_usd: 1, saved_usd: 2, hour_ms: 3_600_000 * 5 })
    expect(stored[0]!.latency.reduce((a, b) => a + b)).toBe(2)
  })
  it('lose nothing when the store fails, and count nothing twice', async () => {
    let down = true
    const stored: UsageRow[] = []
    const batch = new UsageBatch({
      add: async (rows) => {
        if (down) throw new Error('down')
        stored.push(...rows)
      },
    })
    batch.count(event())
    await batch.flush()
    batch.count(event())
    down = false
    await batch.flush()
    await batch.flush()
    expect(stored.map((row) => row.requests)).toEqual([2])
  })
})

describe('latency buckets', () => {
  it('hold exactly the values up to their bound', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (ms) => {
        const bucket = bucketOf(ms)
        if (bucket < bucketBoundsMs.length) expect(ms).toBeLessThanOrEqual(bucketBoundsMs[bucket]!)
        if (bucket > 0) expect(ms).toBeGreaterThan(bucketBoundsMs[bucket - 1]!)
      }),
    )
  })
  it('give a quantile inside the bucket that holds it', () => {
    const counts = new Array<number>(bucketCount).fill(0)
    counts[bucketOf(4)] = 90
    counts[bucketOf(40)] = 10
    expect(quantileMs(counts, 0.5)).toBeGreaterThan(3)
    expect(quantileMs(counts, 0.5)).toBeLessThanOrEqual(5)
    expect(quantileMs(counts, 0.99)).toBeGreaterThan(25)
    expect(quantileMs(new Array<number>(bucketCount).fill(0), 0.5)).toBeNull()
  })
})
