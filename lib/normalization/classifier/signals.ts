import { scoreInto, type Linear } from './linear'
import { dimensions, type Encoded, type Encoder } from './encoder'

export type Memory = {
  classes: readonly { key: string; reject: boolean }[]
  /** Number of the background class, the last one. */
  background: number
  encoder: Encoder
  linear: Linear
  examples: readonly Encoded[]
  exampleClass: readonly number[]
  classExamples: readonly number[][]
  classStems: readonly ReadonlyMap<string, number>[]
  classFeatures: readonly ReadonlySet<number>[]
  wordPostings: ReadonlyMap<number, Posting[]>
  charPostings: ReadonlyMap<number, Posting[]>
}
export type Posting = { example: number; weight: number }

export const signalNames = [
  'margin', 'logit', 'overBackground', 'wordSim', 'wordSimOther', 'charSim', 'charSimOther', 'denseSim', 'denseSimOther',
  'wordSimBackground', 'coverage', 'coverageAll', 'pairCoverage', 'length', 'worstUncovered', 'agreeWord', 'agreeChar',
  'agreeDense', 'marginReject', 'examples', 'classes', 'sameStems', 'meanTop3', 'meanTop3Other', 'exampleUncovered',
  'combinedMargin', 'uncoveredCount', 'centroidMargin',
] as const
export type Signals = Record<(typeof signalNames)[number], number>

export type Assessment = { best: number; second: number; signals: Signals }

/** Looks at a text through every expert and describes how strongly they agree on the best class. */
export function assess(memory: Memory, encoded: Encoded, skipExample = -1): Assessment {
  const count = memory.classes.length
  const logits = new Float64Array(count)
  scoreInto(memory.linear, encoded, logits)
  const word = perClass(memory, similarityToAll(memory.wordPostings, encoded.wordIds, encoded.wordWeights, memory.examples.length), skipExample)
  const char = perClass(memory, similarityToAll(memory.charPostings, encoded.charIds, encoded.charWeights, memory.examples.length), skipExample)
  const dense = perClass(memory, denseToAll(memory, encoded), skipExample)
  const combined = new Float64Array(count)
  for (let c = 0; c < count; c++) combined[c] = logits[c]! + 4 * word.best[c]! + 4 * char.best[c]! + 4 * dense.best[c]!
  const bg = memory.background
  const best = argmax(combined, bg)
  const second = argmax(combined, bg, best)
  const other = (values: Float64Array) => { let m = -Infinity; for (let c = 0; c < count; c++) if (c !== best && c !== bg && values[c]! > m) m = values[c]!; return m === -Infinity ? 0 : m }
  const secondLogit = maxExcept(logits, best)
  let reject = -20
  for (let c = 0; c < count; c++) if (memory.classes[c]!.reject && c !== best && logits[c]! > reject) reject = logits[c]!
  const cover = coverage(memory, encoded, best)
  const signals: Signals = {
    margin: logits[best]! - secondLogit,
    logit: logits[best]!,
    overBackground: logits[best]! - logits[bg]!,
    wordSim: word.best[best]!, wordSimOther: other(word.best),
    charSim: char.best[best]!, charSimOther: other(char.best),
    denseSim: dense.best[best]!, denseSimOther: other(dense.best),
    wordSimBackground: char.best[bg]!,
    ...cover,
    length: encoded.stems.length,
    agreeWord: argmax(word.best, -1) === best ? 1 : 0,
    agreeChar: argmax(char.best, -1) === best ? 1 : 0,
    agreeDense: argmax(dense.best, -1) === best ? 1 : 0,
    marginReject: logits[best]! - reject,
    examples: memory.classExamples[best]!.length,
    classes: count,
    sameStems: 0,
    meanTop3: (word.mean3[best]! + char.mean3[best]! + dense.mean3[best]!) / 3,
    meanTop3Other: (other(word.mean3) + other(char.mean3) + other(dense.mean3)) / 3,
    combinedMargin: combined[best]! - combined[second]!,
    centroidMargin: 0,
  }
  return { best, second, signals }
}

function coverage(memory: Memory, encoded: Encoded, best: number) {
  const stems = memory.classStems[best]!
  let total = 0, covered = 0, known = 0, worst = 0, uncovered = 0
  for (const s of encoded.stems) {
    const id = memory.encoder.idOf(`w:${s}`)
    const idf = id === undefined ? memory.encoder.unseenIdf : memory.encoder.idf[id]!
    total += idf
    if (id !== undefined) known += idf
    if (stems.has(s)) covered += idf
    else { if (idf > worst) worst = idf; uncovered++ }
  }
  let pairs = 0, seen = 0
  encoded.wordIds.forEach((id) => { if (memory.classFeatures[best]!.has(id)) seen++; pairs++ })
  // how much of the nearest example's own content is missing from the query
  let exampleUncovered = 1
  const mine = new Set(encoded.stems)
  for (const e of memory.classExamples[best]!) {
    let t = 0, u = 0
    for (const s of memory.examples[e]!.stems) { const id = memory.encoder.idOf(`w:${s}`); const idf = id === undefined ? memory.encoder.unseenIdf : memory.encoder.idf[id]!; t += idf; if (!mine.has(s)) u += idf }
    if (t > 0 && u / t < exampleUncovered) exampleUncovered = u / t
  }
  return { coverage: total ? covered / total : 0, coverageAll: total ? known / total : 0, pairCoverage: pairs ? seen / pairs : 0, worstUncovered: worst, exampleUncovered, uncoveredCount: uncovered }
}

function similarityToAll(postings: ReadonlyMap<number, Posting[]>, ids: readonly number[], weights: readonly number[], count: number): Float64Array {
  const sums = new Float64Array(count)
  for (let i = 0; i < ids.length; i++) {
    const list = postings.get(ids[i]!)
    if (list) for (const { example, weight } of list) sums[example]! += weight * weights[i]!
  }
  return sums
}
function denseToAll(memory: Memory, encoded: Encoded): Float64Array {
  return Float64Array.from(memory.examples, (e) => { let s = 0; for (let d = 0; d < dimensions; d++) s += e.dense[d]! * encoded.dense[d]!; return s })
}
function perClass(memory: Memory, sims: Float64Array, skip: number) {
  const n = memory.classes.length
  const best = new Float64Array(n), second = new Float64Array(n), third = new Float64Array(n)
  for (let e = 0; e < sims.length; e++) {
    if (e === skip) continue
    const c = memory.exampleClass[e]!, v = sims[e]!
    if (v > best[c]!) { third[c] = second[c]!; second[c] = best[c]!; best[c] = v }
    else if (v > second[c]!) { third[c] = second[c]!; second[c] = v }
    else if (v > third[c]!) third[c] = v
  }
  const mean3 = best.map((b, c) => (b + second[c]! + third[c]!) / 3)
  return { best, mean3 }
}
function argmax(values: Float64Array, skip: number, skip2 = -1): number {
  let at = -1
  for (let i = 0; i < values.length; i++) if (i !== skip && i !== skip2 && (at < 0 || values[i]! > values[at]!)) at = i
  return at
}
function maxExcept(values: Float64Array, skip: number): number {
  let m = -Infinity
  for (let i = 0; i < values.length; i++) if (i !== skip && values[i]! > m) m = values[i]!
  return m
}
