import { describe, expect, it } from 'vitest'
import { SharedBuckets } from './shared-buckets'

/** Instances that hear what each other announces, as over one channel. */
function instances(count: number, channel = { up: true }): SharedBuckets[] {
  const all: SharedBuckets[] = Array.from(
    { length: count },
    (_, i) =>
      new SharedBuckets({
        instance: `i${i}`,
        nowMs: () => 0,
        announce: async (message) => {
          if (!channel.up) throw new Error('the channel is away')
          for (const one of all) one.hear(message)
        },
      }),
  )
  return all
}

function takeAll(buckets: SharedBuckets, perMinute: number): number {
  let taken = 0
  while (buckets.take('key', perMinute, 0) === 0) taken++
  return taken
}

describe('shared buckets', () => {
  it('let through once what all instances may together', async () => {
    const [first, second] = instances(2) as [SharedBuckets, SharedBuckets]
    for (let i = 0; i < 4; i++) expect(first.take('key', 60, 0)).toBe(0)
    await first.tell()
    expect(takeAll(second, 60)).toBe(6)
    await second.tell()
    expect(first.take('key', 60, 0)).toBeGreaterThan(0)
  })
  it('count what was spent once, and not their own twice', async () => {
    const [first, second] = instances(2) as [SharedBuckets, SharedBuckets]
    expect(first.take('key', 60, 0)).toBe(0)
    await first.tell()
    await first.tell()
    expect(takeAll(first, 60)).toBe(9)
    expect(takeAll(second, 60)).toBe(9)
  })
  it('keep the limit on their own while the channel is away', async () => {
    const channel = { up: false }
    const [first, second] = instances(2, channel) as [SharedBuckets, SharedBuckets]
    expect(takeAll(first, 60)).toBe(10)
    await first.tell()
    expect(takeAll(second, 60)).toBe(10)
  })
  it('owe at most one full bucket, whatever a message claims', () => {
    const [one] = instances(1) as [SharedBuckets]
    one.hear(JSON.stringify({ type: 'spent', from: 'elsewhere', spent: [['key', 60, 1_000_000]] }))
    expect(one.take('key', 60, 0)).toBe(11)
    for (const message of ['{"type":"spent"', '{"type":"spent","from":1}', 'null', ''])
      expect(() => one.hear(message)).not.toThrow()
  })
})
