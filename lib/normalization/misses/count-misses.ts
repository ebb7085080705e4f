import type { CountedMiss, NewMiss } from './schema'

/** Misses of the same scope, masked text and reason as one: the last one's key and would-be answer hold. */
export function countMisses(misses: readonly NewMiss[]): CountedMiss[] {
  const counted = new Map<string, CountedMiss>()
  for (const miss of misses) {
    const name = JSON.stringify([miss.scope, miss.reason, miss.masked_text])
    const known = counted.get(name)
    // Asked by several people is nobody's in particular.
    const user_hash = !known || known.user_hash === miss.user_hash ? miss.user_hash : null
    counted.set(name, { ...miss, user_hash, count: (known?.count ?? 0) + 1 })
  }
  return [...counted.values()]
}
