import { LRUCache } from 'lru-cache'

type Bucket = { tokens: number; atMs: number }

/** A bucket holds this share of a minute's allowance: bursts pass, a flood does not. */
const burstShare = 1 / 6

/** Token buckets by subject, in this process; bounded, so that made-up subjects cannot fill memory. */
export class TokenBuckets {
  private readonly buckets = new LRUCache<string, Bucket>({ max: 100_000 })

  /** Takes one token. 0 when there was one, else the seconds until there is. */
  take(subject: string, perMinute: number, nowMs: number): number {
    const bucket = this.filled(subject, perMinute, nowMs)
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1
      return 0
    }
    return Math.max(1, Math.ceil(((1 - bucket.tokens) * 60) / perMinute))
  }

  /** Takes what was spent elsewhere; a debt is at most one full bucket, so that nobody waits for ever. */
  spend(subject: string, perMinute: number, tokens: number, nowMs: number): void {
    const bucket = this.filled(subject, perMinute, nowMs)
    bucket.tokens = Math.max(-capacityOf(perMinute), bucket.tokens - tokens)
  }

  private filled(subject: string, perMinute: number, nowMs: number): Bucket {
    const capacity = capacityOf(perMinute)
    let bucket = this.buckets.get(subject)
    if (!bucket) this.buckets.set(subject, (bucket = { tokens: capacity, atMs: nowMs }))
    const gained = (Math.max(0, nowMs - bucket.atMs) * perMinute) / 60_000
    bucket.tokens = Math.min(capacity, bucket.tokens + gained)
    bucket.atMs = nowMs
    return bucket
  }
}

function capacityOf(perMinute: number): number {
  return Math.max(1, Math.ceil(perMinute * burstShare))
}
