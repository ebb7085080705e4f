export type Neighbour = { key: string; similarity: number }

/**
 * The `k` examples with the highest cosine to a unit vector, nearest first; ties by position. Brute force: a
 * hundred thousand examples cost tens of milliseconds, off the reply's path.
 */
export function nearest(
  vector: Float32Array,
  examples: readonly { key: string; vector: Float32Array }[],
  k: number,
): Neighbour[] {
  const best: Neighbour[] = []
  for (const example of examples) {
    const similarity = dot(vector, example.vector)
    const last = best[best.length - 1]
    if (best.length >= k && last && similarity <= last.similarity) continue
    let at = best.length
    while (at > 0 && best[at - 1]!.similarity < similarity) at--
    best.splice(at, 0, { key: example.key, similarity })
    if (best.length > k) best.pop()
  }
  return best
}

function dot(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return -1
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
