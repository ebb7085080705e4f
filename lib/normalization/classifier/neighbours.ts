import { dimensions, type Encoded } from './encoder'
import type { Memory } from './memory'

/** For each feature the examples that contain it: `examples[starts[f] … starts[f + 1])` with their weights. */
export type PostingIndex = { starts: Int32Array; examples: Int32Array; weights: Float32Array }

/** Per class: cosine of its nearest example, mean of its three nearest, and the nearest one's number. */
export type ClassSimilarity = { best: Float64Array; meanOfThree: Float64Array; nearest: Int32Array }

/** Rarest features first until this many postings are read: the bound on work at any size (see docs). */
const postingBudget = 4_000

export function buildIndex(
  rows: readonly { ids: readonly number[]; weights: readonly number[] }[],
  features: number,
): PostingIndex {
  const starts = new Int32Array(features + 1)
  for (const { ids } of rows) for (const id of ids) starts[id + 1] = (starts[id + 1] as number) + 1
  for (let f = 0; f < features; f++) starts[f + 1] = (starts[f + 1] as number) + (starts[f] as number)
  const next = starts.slice()
  const examples = new Int32Array(starts[features] as number)
  const weights = new Float32Array(starts[features] as number)
  rows.forEach(({ ids, weights: values }, example) => {
    ids.forEach((id, i) => {
      const at = next[id] as number
      next[id] = at + 1
      examples[at] = example
      weights[at] = values[i] as number
    })
  })
  return { starts, examples, weights }
}

export function classSimilarity(
  memory: Memory,
  index: PostingIndex,
  ids: readonly number[],
  weights: readonly number[],
  skip: number,
): ClassSimilarity {
  const sums = new Float64Array(memory.examples.length)
  const touched: number[] = []
  let budget = postingBudget
  const { starts, examples, weights: values } = index
  for (const i of rarestFirst(index, ids)) {
    const id = ids[i] as number
    const from = starts[id] as number
    const to = starts[id + 1] as number
    budget -= to - from
    if (budget < 0) break
    const weight = weights[i] as number
    for (let at = from; at < to; at++) {
      const example = examples[at] as number
      const sum = sums[example] as number
      if (sum === 0) touched.push(example)
      sums[example] = sum + weight * (values[at] as number)
    }
  }
  return collect(memory, touched, sums, skip)
}

/** Dense cosine to the examples of a few candidate classes. */
export function denseSimilarity(
  memory: Memory,
  encoded: Encoded,
  candidates: readonly number[],
  skip: number,
): ClassSimilarity {
  const sums = new Float64Array(memory.examples.length)
  const touched: number[] = []
  const { dense } = memory
  const own = encoded.dense
  for (const c of candidates) {
    for (const example of memory.classExamples[c] ?? []) {
      const from = example * dimensions
      let sum = 0
      for (let d = 0; d < dimensions; d++) sum += (dense[from + d] as number) * (own[d] as number)
      sums[example] = sum
      touched.push(example)
    }
  }
  return collect(memory, touched, sums, skip)
}

function collect(
  memory: Memory,
  touched: readonly number[],
  sums: Float64Array,
  skip: number,
): ClassSimilarity {
  const count = memory.classes.length
  const best = new Float64Array(count)
  const second = new Float64Array(count)
  const third = new Float64Array(count)
  const nearest = new Int32Array(count).fill(-1)
  for (const example of touched) {
    if (example === skip) continue
    const c = memory.exampleClass[example] as number
    const value = sums[example] as number
    if (value > (best[c] as number)) {
      third[c] = second[c] as number
      second[c] = best[c] as number
      best[c] = value
      nearest[c] = example
    } else if (value > (second[c] as number)) {
      third[c] = second[c] as number
      second[c] = value
    } else if (value > (third[c] as number)) third[c] = value
  }
  for (let c = 0; c < count; c++)
    third[c] = ((best[c] as number) + (second[c] as number) + (third[c] as number)) / 3
  return { best, meanOfThree: third, nearest }
}

function rarestFirst(index: PostingIndex, ids: readonly number[]): number[] {
  const frequency = (i: number) =>
    (index.starts[(ids[i] as number) + 1] as number) - (index.starts[ids[i] as number] as number)
  return ids
    .map((_, i) => i)
    .sort((a, b) => frequency(a) - frequency(b) || (ids[a] as number) - (ids[b] as number))
}
