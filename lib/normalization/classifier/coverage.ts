import type { Encoded } from './encoder'
import { stem } from '../text/stem'
import type { Memory } from './memory'
import { rowCosine, vectorRow } from '../word-table/word-vectors'

/** How much of what was asked did anybody approve? A new object or action is a new question. */
export type Coverage = {
  /** Share of the query's word weight that occurs in the class's examples, and in any example. */
  coverage: number
  coverageAll: number
  /** Share of stems, pairs and meaning groups known to the class. */
  pairCoverage: number
  /** Weight of the heaviest word the class never saw, as it is and reduced by its nearest meaning in the class. */
  worstUncovered: number
  softUncovered: number
  softCoverage: number
  uncoveredCount: number
  /** Share of the nearest example's word weight that the query lacks. */
  exampleUncovered: number
  /** Small words that decide an answer ("not", "why", "another"): how many the class never saw, how many the nearest example lacks or has alone. */
  markersNew: number
  markersDiffer: number
  /** 1 for one word, 0.5 for two: nearly anything looks like them. */
  brevity: number
}

/** More than the word table has. */
const maxRows = 65_536

const markers = new Set(
  `not no never without only just why when where who how if before after already yet still more instead other another
  new old first last second all any some both each until since because but or and back again stop too
  was were did has had will would should which what`
    .split(/\s+/)
    .map(stem),
)

export function coverageOf(
  memory: Memory,
  encoded: Encoded,
  best: number,
  nearest: readonly number[],
): Coverage {
  const known = memory.classStems[best] ?? new Set<string>()
  const result: Coverage = {
    coverage: 0,
    coverageAll: 0,
    pairCoverage: pairCoverage(memory, encoded, best),
    worstUncovered: 0,
    softUncovered: 0,
    softCoverage: 0,
    uncoveredCount: 0,
    exampleUncovered: 1,
    markersNew: 0,
    markersDiffer: 9,
    brevity: encoded.stems.length > 2 ? 0 : 1 / Math.max(1, encoded.stems.length),
  }
  let total = 0
  for (const word of encoded.stems) {
    const { weight, seen } = stemWeight(memory, word)
    total += weight
    if (seen) result.coverageAll += weight
    if (known.has(word)) {
      result.coverage += weight
      result.softCoverage += weight
      continue
    }
    if (markers.has(word)) result.markersNew++
    const closest = closestMeaning(memory, word, best)
    result.softCoverage += weight * closest
    result.uncoveredCount++
    result.worstUncovered = Math.max(result.worstUncovered, weight)
    result.softUncovered = Math.max(result.softUncovered, weight * (1 - closest))
  }
  if (total > 0) {
    result.coverage /= total
    result.coverageAll /= total
    result.softCoverage /= total
  }
  const own = new Set(encoded.stems)
  for (const example of nearest) {
    if (example < 0) continue
    result.exampleUncovered = Math.min(result.exampleUncovered, missing(memory, example, own))
    result.markersDiffer = Math.min(result.markersDiffer, markerDistance(memory, example, own))
  }
  return result
}

function stemWeight(memory: Memory, stem: string): { weight: number; seen: boolean } {
  const id = memory.encoder.idOf(`w:${stem}`)
  if (id === undefined) return { weight: memory.encoder.unseenIdf, seen: false }
  return { weight: memory.encoder.idf[id] as number, seen: true }
}

function pairCoverage(memory: Memory, encoded: Encoded, best: number): number {
  if (encoded.wordIds.length === 0) return 0
  const features = memory.classFeatures[best]
  let seen = 0
  for (const id of encoded.wordIds) if (features?.has(id)) seen++
  return seen / encoded.wordIds.length
}

/** Highest cosine of a word with the words of a class, at least 0. Remembered: the same few words come all day. */
function closestMeaning(memory: Memory, word: string, c: number): number {
  const row = vectorRow(word)
  if (row < 0) return 0
  const key = c * maxRows + row
  const known = memory.closest.get(key)
  if (known !== undefined) return known
  let closest = 0
  for (const other of memory.classVectorRows[c] ?? []) {
    const cosine = rowCosine(row, other)
    if (cosine > closest) closest = cosine
  }
  if (memory.closest.size > 50_000) memory.closest.clear()
  memory.closest.set(key, closest)
  return closest
}

function markerDistance(memory: Memory, example: number, own: ReadonlySet<string>): number {
  const theirs = new Set(memory.examples[example]?.stems)
  let distance = 0
  for (const word of own) if (markers.has(word) && !theirs.has(word)) distance++
  for (const word of theirs) if (markers.has(word) && !own.has(word)) distance++
  return distance
}

function missing(memory: Memory, example: number, own: ReadonlySet<string>): number {
  let [total, lacking] = [0, 0]
  for (const stem of memory.examples[example]?.stems ?? []) {
    const { weight } = stemWeight(memory, stem)
    total += weight
    if (!own.has(stem)) lacking += weight
  }
  return total > 0 ? lacking / total : 1
}
