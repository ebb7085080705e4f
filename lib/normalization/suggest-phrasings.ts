import { featuresOf } from './classifier/features'
import { canonicalText } from './canonical'
import { extractEntities, maskEntities } from './entities'
import type { Normalizer } from './normalizer'
import { log } from './classifier/numbers'

type Vector = Map<string, number>

/** Beyond this many candidates a seeded-free, evenly spaced sample is compared: the work is quadratic. */
const maxPool = 600

/**
 * The `k` texts that represent a pool best: greedy facility location (Nemhauser, Wolsey, Fisher 1978) over TF-IDF
 * similarity. Each pick covers most of what the earlier picks did not. Deterministic; ties go to the earlier text
 * of the sorted pool. `known` are texts already approved: what they cover needs no further example.
 */
export function selectDiverse(pool: readonly string[], k: number, known: readonly string[] = []): string[] {
  const texts = thin([...new Set(pool)].sort())
  if (texts.length <= k) return texts
  const vectors = vectorize([...texts, ...known])
  const index = indexOf(vectors)
  const rows = vectors.slice(0, texts.length).map((vector) => similarities(vector, index, vectors.length))
  const similarity = rows.map((row) => row.subarray(0, texts.length))
  const covered = rows.map((row) => Math.max(0, ...row.subarray(texts.length)))
  const picked: number[] = []
  const left = new Set(texts.keys())
  while (picked.length < k && left.size > 0) {
    const best = bestGain(left, similarity, covered)
    picked.push(best)
    left.delete(best)
    similarity[best]?.forEach((value, i) => {
      if (value > (covered[i] ?? 0)) covered[i] = value
    })
  }
  return picked.map((i) => texts[i] ?? '')
}

export type Suggestion = {
  text: string
  why: 'new_wording' | 'near_the_boundary'
  intent: string | null
  confidence: number
}

/**
 * Queries worth showing to a person: what the release could not place but nearly did, then wordings that
 * represent many others. `traffic` is redacted queries; at most `limit` come back, no two nearly the same.
 */
export function suggestPhrasings(input: {
  traffic: readonly string[]
  normalizer: Normalizer
  limit: number
}): Suggestion[] {
  const { traffic, normalizer, limit } = input
  const misses = [...new Set(traffic)].sort().flatMap((text) => {
    const guess = normalizer.guess(text)
    return guess.accepted ? [] : [{ text, ...guess }]
  })
  const near = misses.filter((miss) => miss.key !== null && miss.confidence >= 0.3)
  const chosenNear = new Set(
    selectDiverse(
      near.map(({ text }) => text),
      Math.ceil(limit / 2),
    ),
  )
  const rest = misses.filter(({ text }) => !chosenNear.has(text))
  const chosenNew = new Set(
    selectDiverse(
      rest.map(({ text }) => text),
      limit - chosenNear.size,
      [...chosenNear],
    ),
  )
  return misses
    .filter(({ text }) => chosenNear.has(text) || chosenNew.has(text))
    .map(({ text, key, confidence }) => ({
      text,
      why: chosenNear.has(text) ? ('near_the_boundary' as const) : ('new_wording' as const),
      intent: key,
      confidence,
    }))
    .sort((a, b) => b.confidence - a.confidence)
}

function thin(texts: string[]): string[] {
  if (texts.length <= maxPool) return texts
  return Array.from({ length: maxPool }, (_, i) => texts[Math.floor((i * texts.length) / maxPool)] ?? '')
}

function bestGain(
  left: ReadonlySet<number>,
  similarity: readonly Float64Array[],
  covered: readonly number[],
): number {
  let best = -1
  let bestGain = -1
  for (const candidate of left) {
    const row = similarity[candidate]
    let gain = 0
    for (let i = 0; row && i < row.length; i++) gain += Math.max(0, (row[i] ?? 0) - (covered[i] ?? 0))
    if (gain > bestGain) {
      best = candidate
      bestGain = gain
    }
  }
  return best
}

/** Cosines of a text with all others, through an index of the features they share. */
function similarities(
  vector: Vector,
  index: Map<string, { row: number; weight: number }[]>,
  count: number,
): Float64Array {
  const row = new Float64Array(count)
  for (const [name, weight] of vector) {
    for (const other of index.get(name) ?? [])
      row[other.row] = (row[other.row] as number) + weight * other.weight
  }
  return row
}

function indexOf(vectors: readonly Vector[]): Map<string, { row: number; weight: number }[]> {
  const index = new Map<string, { row: number; weight: number }[]>()
  vectors.forEach((vector, row) => {
    for (const [name, weight] of vector) {
      const list = index.get(name)
      if (list) list.push({ row, weight })
      if (!list) index.set(name, [{ row, weight }])
    }
  })
  return index
}

function vectorize(texts: readonly string[]): Vector[] {
  const features = texts.map((text) => {
    const { words, chars } = featuresOf(canonicalText(maskEntities(text, extractEntities(text))).split(' '))
    const all = new Map(words)
    for (const [name, tf] of chars) all.set(name, tf * 0.35)
    return all
  })
  const frequency = new Map<string, number>()
  for (const map of features)
    for (const name of map.keys()) frequency.set(name, (frequency.get(name) ?? 0) + 1)
  return features.map((map) => {
    let squares = 0
    const weighted = new Map<string, number>()
    for (const [name, tf] of map) {
      const weight = tf * (1 + log((texts.length + 1) / (frequency.get(name) ?? 1)))
      weighted.set(name, weight)
      squares += weight * weight
    }
    const norm = squares > 0 ? Math.sqrt(squares) : 1
    for (const [name, weight] of weighted) weighted.set(name, weight / norm)
    return weighted
  })
}
