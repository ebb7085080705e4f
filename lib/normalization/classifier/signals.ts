import type { Encoded } from './encoder'
import { scoreInto } from './linear'
import { coverageOf, type Coverage } from './coverage'
import { classSimilarity, denseSimilarity, type ClassSimilarity } from './neighbours'
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

/** Looks at a text through every expert and describes how far they agree on the best class. `skip`: an example to ignore. */
export function assess(memory: Memory, encoded: Encoded, skip = -1): Assessment {
  const { classes, background } = memory
  const logits = new Float64Array(classes.length)
  const word = classSimilarity(memory, memory.wordIndex, encoded.wordIds, encoded.wordWeights, skip)
  const char = classSimilarity(memory, memory.charIndex, encoded.charIds, encoded.charWeights, skip)
  if (memory.linear) scoreInto(memory.linear, encoded, logits)
  else centroidLogits(word, char, logits)
  const combined = new Float64Array(classes.length)
  for (let c = 0; c < combined.length; c++) {
    combined[c] =
      (logits[c] as number) + similarityWeight * ((word.best[c] as number) + (char.best[c] as number))
  }
  const candidates = highest(combined, candidateCount)
  const dense = denseSimilarity(memory, encoded, candidates, skip)
  for (const c of candidates)
    combined[c] = (combined[c] as number) + similarityWeight * (dense.best[c] as number)
  const ranked = candidates
    .filter((c) => c !== background)
    .sort((a, b) => (combined[b] as number) - (combined[a] as number) || a - b)
  const best = ranked[0] ?? 0
  const second = ranked[1] ?? best
  const nearest = word.nearest[best] ?? -1
  const isOther = (c: number) => c !== best && c !== background
  return {
    best,
    second,
    nearest,
    signals: {
      margin: (logits[best] as number) - highestOf(logits, (c) => c !== best),
      overBackground: (logits[best] as number) - (logits[background] as number),
      overReject: Math.min(
        20,
        (logits[best] as number) - highestOf(logits, (c) => c !== best && (classes[c]?.reject ?? false)),
      ),
      wordSim: word.best[best] as number,
      wordSimOther: Math.max(0, highestOf(word.best, isOther)),
      charSim: char.best[best] as number,
      charSimOther: Math.max(0, highestOf(char.best, isOther)),
      denseSim: dense.best[best] as number,
      denseSimOther: Math.max(0, highestOf(dense.best, isOther)),
      charSimBackground: char.best[background] as number,
      topThree:
        ((word.meanOfThree[best] as number) +
          (char.meanOfThree[best] as number) +
          (dense.meanOfThree[best] as number)) /
        3,
      topThreeOther: topThreeOther([word, char, dense], isOther),
      combinedMargin: (combined[best] as number) - (combined[second] as number),
      agreeWord: highestAt(word.best) === best ? 1 : 0,
      agreeChar: highestAt(char.best) === best ? 1 : 0,
      agreeDense: highestAt(dense.best) === best ? 1 : 0,
      length: encoded.stems.length,
      examples: memory.classExamples[best]?.length ?? 0,
      classes: classes.length,
      ...coverageOf(memory, encoded, best, [word.nearest[best] ?? -1, char.nearest[best] ?? -1]),
    },
  }
}

/** Without a linear expert (too many classes for one) the nearest examples speak for their class. */
function centroidLogits(word: ClassSimilarity, char: ClassSimilarity, logits: Float64Array): void {
  for (let c = 0; c < logits.length; c++)
    logits[c] = 6 * ((word.meanOfThree[c] as number) + (char.meanOfThree[c] as number))
}

function topThreeOther(parts: readonly ClassSimilarity[], isOther: (c: number) => boolean): number {
  let sum = 0
  for (const part of parts) sum += Math.max(0, highestOf(part.meanOfThree, isOther))
  return sum / parts.length
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
