import { exp } from './numbers'
import type { Signals } from './signals'

/**
 * Stacking weights: how much each signal of agreement says that the best class is right, in 1/1024 logit per unit.
 * Logistic regression over judged traffic of five public data sets, each counted equally; how they were fitted and how
 * they carry over to a data set they have not seen is in docs/normalization.md. A release only adds its own thresholds.
 */
export const acceptorWeights = {
  margin: 567,
  overBackground: -89,
  overReject: 20,
  wordSim: 2523,
  wordSimOther: -558,
  charSim: -2017,
  charSimOther: 2045,
  denseSim: 997,
  denseSimOther: -3414,
  charSimBackground: -1489,
  topThree: 1575,
  topThreeOther: 3511,
  combinedMargin: 273,
  agreeWord: 472,
  agreeChar: -82,
  agreeDense: -38,
  length: 60,
  coverage: -760,
  coverageAll: 143,
  pairCoverage: 523,
  worstUncovered: 214,
  softUncovered: 16,
  softCoverage: 4451,
  uncoveredCount: -42,
  exampleUncovered: 167,
} as const satisfies Partial<Record<keyof Signals, number>>

const bias = -6132

/** Units of 1/1024 logit, a whole number. */
export function acceptorScore(signals: Signals): number {
  let score = bias
  for (const [name, weight] of weightList) score += weight * signals[name]
  return Math.round(score)
}

const weightList = Object.entries(acceptorWeights) as [keyof typeof acceptorWeights, number][]

/** The calibrated probability of being right, 0…1 in steps of 1e-4. */
export function confidenceOf(score: number): number {
  return Math.round(10_000 / (1 + exp(-score / 1024))) / 10_000
}
