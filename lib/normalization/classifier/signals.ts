import type { Encoded } from './encoder'
import { scoreInto } from './linear'
import { coverageOf, type Coverage } from './coverage'
import {
  collect,
  denseExamples,
  frameOf,
  similarExamples,
  type ClassSimilarity,
  type Frame,
} from './neighbours'
import type { Memory } from './memory'

/** What the acceptor looks at. All of them come from sums, products and square roots: the same bits anywhere. */
export type Signals = Coverage & {
  /** Logit of the best class over the next one, over the background and over the best rejected class. */
  margin: number
  overBackground: number
  overReject: number
  /** Cosine of the nearest example of the best class, and of the nearest one of any other. */
  wordSim: number
  wordSimOther: number
  charSim: number
  charSimOther: number
  denseSim: number
  denseSimOther: number
  charSimBackground: number
  /** Mean over the experts of the mean of the three nearest examples. */
  topThree: number
  topThreeOther: number
  combinedMargin: number
  agreeWord: number
  agreeChar: number
  agreeDense: number
  length: number
  examples: number
  classes: number
}

export type Assessment = {
  best: number
  second: number
  signals: Signals
  /** Nearest example of the best class. */
  nearest: number
}

const candidateCount = 6
const similarityWeight = 4

/** Looks at a text through every expert and describes how far they agree on the best class. */
export function assess(memory: Memory, encoded: Encoded): Assessment {
  const [wordSpace, charSpace, denseSpace] = memory.scratch
  const words = similarExamples(memory.wordIndex, encoded.wordIds, encoded.wordWeights, wordSpace)
  const chars = similarExamples(memory.charIndex, encoded.charIds, encoded.charWeights, charSpace)
  const frame = frameOf(memory, [words, chars])
  const word = collect(memory, frame, words)
  const char = collect(memory, frame, chars)
  const logits = new Float64Array(frame.classes.length)
  if (memory.linear) scoreInto(memory.linear, encoded, logits)
  else centroidLogits(word, char, logits)
  const combined = new Float64Array(logits.length)
  for (let s = 0; s < combined.length; s++) {
    combined[s] =
      (logits[s] as number) + similarityWeight * ((word.best[s] as number) + (char.best[s] as number))
  }
  const candidates = highest(combined, candidateCount)
  const candidateClasses = candidates.map((s) => frame.classes[s] as number)
  const dense = collect(memory, frame, denseExamples(memory, encoded, candidateClasses, denseSpace))
  for (const s of candidates)
    combined[s] = (combined[s] as number) + similarityWeight * (dense.best[s] as number)
  const ranked = candidates
    .filter((s) => s !== frame.background)
    .sort((a, b) => (combined[b] as number) - (combined[a] as number) || a - b)
  const best = ranked[0] ?? frame.background
  return describe({
    memory,
    encoded,
    frame,
    logits,
    combined,
    word,
    char,
    dense,
    best,
    second: ranked[1] ?? best,
  })
}

type Evidence = {
  memory: Memory
  encoded: Encoded
  frame: Frame
  logits: Float64Array
  combined: Float64Array
  word: ClassSimilarity
  char: ClassSimilarity
  dense: ClassSimilarity
  /** Slots of the frame. */
  best: number
  second: number
}

function describe(evidence: Evidence): Assessment {
  const { memory, encoded, frame, logits, combined, word, char, dense, best, second } = evidence
  const { background } = frame
  const of = (values: Float64Array, slot = best) => values[slot] as number
  const isOther = (s: number) => s !== best && s !== background
  const isRejected = (s: number) =>
    s !== best && (memory.classes[frame.classes[s] as number]?.reject ?? false)
  const other = (values: Float64Array) => Math.max(0, highestOf(values, isOther))
  const bestClass = frame.classes[best] as number
  return {
    best: bestClass,
    second: frame.classes[second] as number,
    nearest: word.nearest[best] ?? -1,
    signals: {
      margin: of(logits) - highestOf(logits, (s) => s !== best),
      overBackground: of(logits) - of(logits, background),
      overReject: Math.min(20, of(logits) - highestOf(logits, isRejected)),
      wordSim: of(word.best),
      wordSimOther: other(word.best),
      charSim: of(char.best),
      charSimOther: other(char.best),
      denseSim: of(dense.best),
      denseSimOther: other(dense.best),
      charSimBackground: of(char.best, background),
      topThree: (of(word.meanOfThree) + of(char.meanOfThree) + of(dense.meanOfThree)) / 3,
      topThreeOther: (other(word.meanOfThree) + other(char.meanOfThree) + other(dense.meanOfThree)) / 3,
      combinedMargin: of(combined) - of(combined, second),
      agreeWord: highestAt(word.best) === best ? 1 : 0,
      agreeChar: highestAt(char.best) === best ? 1 : 0,
      agreeDense: highestAt(dense.best) === best ? 1 : 0,
      length: encoded.stems.length,
      examples: memory.classExamples[bestClass]?.length ?? 0,
      classes: memory.classes.length,
      ...coverageOf(memory, encoded, bestClass, [word.nearest[best] ?? -1, char.nearest[best] ?? -1]),
    },
  }
}

/** Without a linear expert (too many classes for one) the nearest examples speak for their class. */
function centroidLogits(word: ClassSimilarity, char: ClassSimilarity, logits: Float64Array): void {
  for (let c = 0; c < logits.length; c++)
    logits[c] = 6 * ((word.meanOfThree[c] as number) + (char.meanOfThree[c] as number))
}

/** The `count` classes with the highest values; ties go to the lower number. */
function highest(values: Float64Array, count: number): number[] {
  const top: number[] = []
  for (let c = 0; c < values.length; c++) {
    const value = values[c] as number
    if (top.length === count && value <= (values[top[count - 1] as number] as number)) continue
    let at = top.length
    while (at > 0 && value > (values[top[at - 1] as number] as number)) at--
    top.splice(at, 0, c)
    if (top.length > count) top.pop()
  }
  return top
}

function highestAt(values: Float64Array): number {
  let at = 0
  for (let c = 1; c < values.length; c++) if ((values[c] as number) > (values[at] as number)) at = c
  return at
}

function highestOf(values: Float64Array, included: (c: number) => boolean): number {
  let best = -Infinity
  for (let c = 0; c < values.length; c++) {
    if ((values[c] as number) > best && included(c)) best = values[c] as number
  }
  return best === -Infinity ? -20 : best
}
