import { dimensions, type Encoded } from './encoder'
import type { Memory } from './memory'

/** For each feature the examples that contain it: `examples[starts[f] … starts[f + 1])` with their weights. */
export type PostingIndex = { starts: Int32Array; examples: Int32Array; weights: Float32Array }

/** Per slot of a frame: cosine of its nearest example, mean of its three nearest, and the nearest one's number. */
export type ClassSimilarity = { best: Float64Array; meanOfThree: Float64Array; nearest: Int32Array }

/** Rarest features first until this many postings are read: the bound on work at any size (see docs). */
const postingBudget = 2_000
/** Together with the budget they fill less than the 53 bits of a whole number. */
const mostFeatures = 2 ** 24
const mostPositions = 2 ** 13

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

/**
 * What one expert finds, in memory reused by every query: allocating it would cost more than the query. Of `sums`, one
 * an example, only the `count` first of `touched` may differ from zero; `collect` makes them zero again. The other
 * arrays hold what `collect` found in the slots of the frame.
 */
export type Expert = ClassSimilarity & {
  sums: Float64Array
  touched: Int32Array
  count: number
  second: Float64Array
}

export function expertFor(examples: number, classes: number): Expert {
  return {
    sums: new Float64Array(examples),
    touched: new Int32Array(examples),
    count: 0,
    best: new Float64Array(classes),
    second: new Float64Array(classes),
    meanOfThree: new Float64Array(classes),
    nearest: new Int32Array(classes),
  }
}

/** Sparse cosine to every example that shares a feature, within the budget. */
export function similarExamples(
  index: PostingIndex,
  ids: readonly number[],
  weights: readonly number[],
  expert: Expert,
): void {
  const { sums, touched } = expert
  const { starts, examples, weights: values } = index
  const order = rarestFirst(starts, ids)
  let budget = postingBudget
  let count = 0
  for (let n = 0; n < order.length; n++) {
    const i = order[n] as number
    const id = ids[i] as number
    const from = starts[id] as number
    const to = starts[id + 1] as number
    budget -= to - from
    if (budget < 0) break
    const weight = weights[i] as number
    for (let at = from; at < to; at++) {
      const example = examples[at] as number
      const sum = sums[example] as number
      if (sum === 0) touched[count++] = example
      sums[example] = sum + weight * (values[at] as number)
    }
  }
  expert.count = count
}

/** Dense cosine to the examples of a few candidate classes. */
export function denseExamples(
  memory: Memory,
  encoded: Encoded,
  candidates: readonly number[],
  expert: Expert,
): void {
  const { sums, touched } = expert
  const { dense } = memory
  const own = encoded.dense
  let count = 0
  for (const c of candidates) {
    for (const example of memory.classExamples[c] ?? []) {
      sums[example] = dot(dense, example * dimensions, own)
      touched[count++] = example
    }
  }
  expert.count = count
}

/** Four sums, because each addition of one sum would wait for the one before. The length is a multiple of four. */
function dot(rows: Float32Array, from: number, own: Float64Array): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  const size = own.length
  for (let i = 0; i < size; i += 4) {
    const at = from + i
    a += (rows[at] as number) * (own[i] as number)
    b += (rows[at + 1] as number) * (own[i + 1] as number)
    c += (rows[at + 2] as number) * (own[i + 2] as number)
    d += (rows[at + 3] as number) * (own[i + 3] as number)
  }
  return a + b + (c + d)
}

/**
 * The classes a query is compared in, by slot. All of them when there is a linear expert; else only those that share a
 * feature with it, so that the work does not grow with the number of intents. `slots` holds the slot of each class in
 * the frame, and anything for the others.
 */
export type Frame = { classes: readonly number[]; slots: Int32Array; background: number }

export function frameOf(memory: Memory, parts: readonly Expert[]): Frame {
  if (memory.linear) return memory.wholeFrame
  const { slots } = memory.wholeFrame
  const classes: number[] = []
  const add = (c: number) => {
    // A slot left by an earlier query is told by the class that now has it.
    if (classes[slots[c] as number] === c) return
    slots[c] = classes.length
    classes.push(c)
  }
  for (const { touched, count } of parts)
    for (let n = 0; n < count; n++) add(memory.exampleClass[touched[n] as number] as number)
  add(memory.background)
  return { classes, slots, background: slots[memory.background] as number }
}

/** Sums per example to similarities per slot; clears the sums. */
export function collect(memory: Memory, frame: Frame, expert: Expert): void {
  const size = frame.classes.length
  const { sums, touched, count, best, second, meanOfThree: third, nearest } = expert
  best.fill(0, 0, size)
  second.fill(0, 0, size)
  third.fill(0, 0, size)
  nearest.fill(-1, 0, size)
  const { slots } = frame
  const { exampleClass } = memory
  for (let n = 0; n < count; n++) {
    const example = touched[n] as number
    const value = sums[example] as number
    sums[example] = 0
    const slot = slots[exampleClass[example] as number] as number
    if (value <= (third[slot] as number)) continue
    if (value > (best[slot] as number)) {
      third[slot] = second[slot] as number
      second[slot] = best[slot] as number
      best[slot] = value
      nearest[slot] = example
    } else if (value > (second[slot] as number)) {
      third[slot] = second[slot] as number
      second[slot] = value
    } else third[slot] = value
  }
  expert.count = 0
  for (let slot = 0; slot < size; slot++) {
    third[slot] = ((best[slot] as number) + (second[slot] as number) + (third[slot] as number)) / 3
  }
}

/** Positions in `ids` by rising frequency, then by id: packed into one number each, since those sort without callbacks. */
function rarestFirst(starts: Int32Array, ids: readonly number[]): Float64Array {
  const keys = new Float64Array(ids.length)
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number
    // Whatever is over the budget is never read, so its order does not matter.
    const frequency = Math.min(postingBudget + 1, (starts[id + 1] as number) - (starts[id] as number))
    keys[i] = (frequency * mostFeatures + id) * mostPositions + i
  }
  keys.sort()
  for (let n = 0; n < keys.length; n++) keys[n] = (keys[n] as number) % mostPositions
  return keys
}
