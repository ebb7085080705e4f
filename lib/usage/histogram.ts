/** Upper bounds of the latency buckets, ms; the last bucket has none. */
export const bucketBoundsMs = [
  0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 25, 50, 100, 200, 350, 500, 750, 1_000, 1_500,
  2_000, 3_000, 5_000, 7_500, 10_000, 20_000, 30_000, 60_000, 120_000,
] as const
export const bucketCount = bucketBoundsMs.length + 1

export function bucketOf(latencyMs: number): number {
  let low = 0
  let high: number = bucketBoundsMs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (latencyMs <= bucketBoundsMs[middle]!) high = middle
    else low = middle + 1
  }
  return low
}

/** The quantile (0…1) in ms, interpolated inside its bucket; null without counts. */
export function quantileMs(counts: readonly number[], quantile: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let rest = quantile * total
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const count = counts[bucket]!
    if (count === 0 || rest > count) {
      rest -= count
      continue
    }
    const low = bucket === 0 ? 0 : bucketBoundsMs[bucket - 1]!
    const high = bucketBoundsMs[bucket] ?? low * 2
    return low + (high - low) * (rest / count)
  }
  return bucketBoundsMs.at(-1)!
}
