import type { Normalizer } from './normalizer'
import type { NormalizeResult } from './schema'

export type ChangedQuery = {
  text: string
  before: string | null
  after: string | null
  confidence: number
  reason: NormalizeResult['reason']
}

export type ReleaseComparison = {
  queries: number
  hits_before: number
  hits_after: number
  /** Another intent than before: the dangerous ones. */
  changed_keys: ChangedQuery[]
  new_hits: ChangedQuery[]
  lost_hits: ChangedQuery[]
  /** Expected wrong answers among the hits of each release on these queries, from calibrated confidence. */
  estimated_false_hits_before: number
  estimated_false_hits_after: number
}

const maxListed = 500

/** Replays queries through two releases: which questions would be answered differently? Repeated queries count. */
export function compareReleases(
  queries: readonly string[],
  before: Normalizer,
  after: Normalizer,
): ReleaseComparison {
  const comparison: ReleaseComparison = {
    queries: queries.length,
    hits_before: 0,
    hits_after: 0,
    changed_keys: [],
    new_hits: [],
    lost_hits: [],
    estimated_false_hits_before: 0,
    estimated_false_hits_after: 0,
  }
  const listed = new Set<string>()
  for (const text of queries) {
    const [old, fresh] = [before.normalize(text), after.normalize(text)]
    const [oldKey, newKey] = [intentKey(old), intentKey(fresh)]
    if (oldKey !== null) {
      comparison.hits_before++
      comparison.estimated_false_hits_before += 1 - old.confidence
    }
    if (newKey !== null) {
      comparison.hits_after++
      comparison.estimated_false_hits_after += 1 - fresh.confidence
    }
    if (oldKey === newKey || listed.has(text)) continue
    listed.add(text)
    const change = { text, before: oldKey, after: newKey, confidence: fresh.confidence, reason: fresh.reason }
    const list =
      oldKey === null ? comparison.new_hits : newKey === null ? comparison.lost_hits : comparison.changed_keys
    if (list.length < maxListed) list.push(change)
  }
  comparison.estimated_false_hits_before = rounded(comparison.estimated_false_hits_before)
  comparison.estimated_false_hits_after = rounded(comparison.estimated_false_hits_after)
  return comparison
}

function intentKey(result: NormalizeResult): string | null {
  return result.reason === null ? result.key : null
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
