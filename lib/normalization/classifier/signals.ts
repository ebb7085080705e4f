import type { Encoded } from './encoder'
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
import { scoreInto } from './weights'

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
  const [word, char, dense] = memory.experts
  const { logits, combined } = memory
  similarExamples(memory.wordIndex, encoded.wordIds, encoded.wordWeights, word)
  similarExamples(memory.charIndex, encoded.charIds, encoded.charWeights, char)
  const frame = frameOf(memory, [word, char])
  const size = frame.classes.length
  collect(memory, frame, word)
  collect(memory, frame, char)
  if (memory.linear) scoreInto(memory.linear, encoded, logits)
  else centroidLogits(word, char, size, logits)
  for (let s = 0; s < size; s++) {
    combined[s] =
      (logits[s] as number) + similarityWeight * ((word.best[s] as number) + (char.best[s] as number))
  }
  const candidates = highest(combined, size, candidateCount)
  const candidateClasses = candidates.map((s) => frame.classes[s] as number)
  denseExamples(memory, encoded, candidateClasses, dense)
  collect(memory, frame, dense)
  for (const s of candidates)
    combined[s] = (combined[s] as number) + similarityWeight * (dense.best[s] as number)
  const ranked = candidates
    .filter((s) => s !== frame.background)
    .sort((a, b) => (combined[b] as number) - (combined[a] as number) || a - b)
  const best = ranked[0] ?? frame.background
  return describe(memory, encoded, frame, best, ranked[1] ?? best)
}

/** `best` and `second` are slots of the frame. */
function describe(memory: Memory, encoded: Encoded, frame: Frame, best: number, second: number): Assessment {
  const [word, char, dense] = memory.experts
  const { logits, combined } = memory
  const { background } = frame
  const size = frame.classes.length
  const of = (values: Float64Array, slot = best) => values[slot] as number
  const other = (values: Float64Array) => Math.max(0, highestBut(values, size, best, background))
  const bestClass = frame.classes[best] as number
  return {
    best: bestClass,
    second: frame.classes[second] as number,
    nearest: word.nearest[best] ?? -1,
    signals: {
      margin: of(logits) - highestBut(logits, size, best, best),
      overBackground: of(logits) - of(logits, background),
      overReject: Math.min(20, of(logits) - highestRejected(memory, frame, best)),
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
      agreeWord: highestAt(word.best, size) === best ? 1 : 0,
      agreeChar: highestAt(char.best, size) === best ? 1 : 0,
      agreeDense: highestAt(dense.best, size) === best ? 1 : 0,
      length: encoded.stems.length,
      examples: memory.classExamples[bestClass]?.length ?? 0,
      classes: memory.classes.length,
      ...coverageOf(memory, encoded, bestClass, [word.nearest[best] ?? -1, char.nearest[best] ?? -1]),
    },
  }
}

/** Without a linear expert (too many classes for one) the nearest examples speak for their class. */
function centroidLogits(
  word: ClassSimilarity,
  char: ClassSimilarity,
  size: number,
  logits: Float64Array,
): void {
  for (let s = 0; s < size; s++)
    logits[s] = 6 * ((word.meanOfThree[s] as number) + (char.meanOfThree[s] as number))
}

/** The `count` slots with the highest values; ties go to the lower number. */
function highest(values: Float64Array, size: number, count: number): number[] {
  const top: number[] = []
  for (let s = 0; s < size; s++) {
    const value = values[s] as number
    if (top.length === count && value <= (values[top[count - 1] as number] as number)) continue
    let at = top.length
    while (at > 0 && value > (values[top[at - 1] as number] as number)) at--
    top.splice(at, 0, s)
    if (top.length > count) top.pop()
  }
  return top
}

function highestAt(values: Float64Array, size: number): number {
  let at = 0
  for (let s = 1; s < size; s++) if ((values[s] as number) > (values[at] as number)) at = s
  return at
}

const nothing = -20

/** The highest value of the slots that are neither of the two; -20 when there is none. */
function highestBut(values: Float64Array, size: number, one: number, two: number): number {
  let best = -Infinity
  for (let s = 0; s < size; s++) {
    if (s !== one && s !== two && (values[s] as number) > best) best = values[s] as number
  }
  return best === -Infinity ? nothing : best
}

function highestRejected({ classes, logits }: Memory, frame: Frame, but: number): number {
  let best = -Infinity
  for (let s = 0; s < frame.classes.length; s++) {
    if (s === but || (logits[s] as number) <= best) continue
    if (classes[frame.classes[s] as number]?.reject) best = logits[s] as number
  }
  return best === -Infinity ? nothing : best
}
