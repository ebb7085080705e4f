import { exp } from './numbers'
import type { Signals } from './signals'

/**
 * Stacking weights: how much each signal of agreement says that the best class is right, in 1/1024 logit per unit.
 * Logistic regression over judged traffic of five public data sets, each counted equally; how they were fitted and how
 * they carry over to a data set they have not seen is in docs/normalization.md. A release only adds its own thresholds.
 */
const acceptorWeights = {
  margin: 553,
  wordSim: 332,
  denseSim: 1530,
  denseSimOther: -2905,
  charSimBackground: -667,
  topThree: 1958,
  combinedMargin: 184,
  agreeWord: 532,
  length: 77,
  pairCoverage: 310,
  softCoverage: 2207,
  uncoveredCount: -32,
  exampleUncovered: -54,
  markersDiffer: -183,
  brevity: -3091,
} as const satisfies Partial<Record<keyof Signals, number>>

const bias = -2223

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
