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

/** Sums per example, of which only `touched` are not zero. `sums` is scratch space: give it back with `collect`. */
export type Touched = { touched: number[]; sums: Float64Array }

export function similarExamples(
  index: PostingIndex,
  ids: readonly number[],
  weights: readonly number[],
  sums: Float64Array,
): Touched {
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
  return { touched, sums }
}

/** Dense cosine to the examples of a few candidate classes. */
export function denseExamples(
  memory: Memory,
  encoded: Encoded,
  candidates: readonly number[],
  sums: Float64Array,
): Touched {
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
  return { touched, sums }
}

/**
 * The classes a query is compared in, by slot. All of them when there is a linear expert; else only those that share a
 * feature with it, so that the work does not grow with the number of intents.
 */
export type Frame = { classes: readonly number[]; slotOf: (c: number) => number; background: number }

export function frameOf(memory: Memory, parts: readonly Touched[]): Frame {
  if (memory.linear) return memory.wholeFrame
  const slots = new Map<number, number>()
  const classes: number[] = []
  const add = (c: number) => {
    if (slots.has(c)) return
    slots.set(c, classes.length)
    classes.push(c)
  }
  for (const { touched } of parts) for (const example of touched) add(memory.exampleClass[example] as number)
  add(memory.background)
  return {
    classes,
    slotOf: (c) => slots.get(c) as number,
    background: slots.get(memory.background) as number,
  }
}

/** Sums per example to similarities per slot; clears the scratch space. */
export function collect(memory: Memory, frame: Frame, { touched, sums }: Touched): ClassSimilarity {
  const count = frame.classes.length
  const best = new Float64Array(count)
  const second = new Float64Array(count)
  const third = new Float64Array(count)
  const nearest = new Int32Array(count).fill(-1)
  for (const example of touched) {
    const slot = frame.slotOf(memory.exampleClass[example] as number)
    const value = sums[example] as number
    sums[example] = 0
    if (value > (best[slot] as number)) {
      third[slot] = second[slot] as number
      second[slot] = best[slot] as number
      best[slot] = value
      nearest[slot] = example
    } else if (value > (second[slot] as number)) {
      third[slot] = second[slot] as number
      second[slot] = value
    } else if (value > (third[slot] as number)) third[slot] = value
  }
  for (let slot = 0; slot < count; slot++) {
    third[slot] = ((best[slot] as number) + (second[slot] as number) + (third[slot] as number)) / 3
  }
  return { best, meanOfThree: third, nearest }
}

function rarestFirst(index: PostingIndex, ids: readonly number[]): number[] {
  const frequency = (i: number) =>
    (index.starts[(ids[i] as number) + 1] as number) - (index.starts[ids[i] as number] as number)
  return ids
    .map((_, i) => i)
    .sort((a, b) => frequency(a) - frequency(b) || (ids[a] as number) - (ids[b] as number))
}
