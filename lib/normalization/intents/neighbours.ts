import { stem } from '../text/stem'
import { tokenize } from '../text/tokens'
import { byCodeUnits } from '../train-release'

type Described = { key: string; phrasings: readonly { text: string }[] }

/** Intents whose phrasings use most of the same rare words (cosine over stems weighted by rarity), likest first. */
export function neighboursOf<T extends Described>(
  key: string,
  all: readonly T[],
  limit: number,
): { intent: T; similarity: number }[] {
  const stems = all.map((intent) => ({ intent, stems: stemsOf(intent) }))
  const frequency = new Map<string, number>()
  for (const { stems: own } of stems)
    for (const word of own.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  const vectors = stems.map(({ intent, stems: own }) => ({
    intent,
    vector: weighted(own, frequency, all.length),
  }))
  const self = vectors.find(({ intent }) => intent.key === key)
  if (!self) return []
  return vectors
    .filter(({ intent }) => intent.key !== key)
    .map(({ intent, vector }) => ({ intent, similarity: Math.round(dot(self.vector, vector) * 1e3) / 1e3 }))
    .filter(({ similarity }) => similarity > 0)
    .sort((a, b) => b.similarity - a.similarity || byCodeUnits(a.intent.key, b.intent.key))
    .slice(0, limit)
}

function stemsOf({ phrasings }: Described): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { text } of phrasings)
    for (const word of tokenize(text)) counts.set(stem(word), (counts.get(stem(word)) ?? 0) + 1)
  return counts
}

function weighted(
  counts: ReadonlyMap<string, number>,
  frequency: ReadonlyMap<string, number>,
  documents: number,
): Map<string, number> {
  const vector = new Map<string, number>()
  let squares = 0
  for (const [word, count] of counts) {
    const weight = Math.sqrt(count) * (documents / (frequency.get(word) ?? 1))
    vector.set(word, weight)
    squares += weight * weight
  }
  const norm = Math.sqrt(squares) || 1
  for (const [word, weight] of vector) vector.set(word, weight / norm)
  return vector
}

function dot(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const [word, weight] of a) sum += weight * (b.get(word) ?? 0)
  return sum
}
