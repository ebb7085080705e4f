import type { Judged } from './cross-fit'
import type { ClassName } from './memory'
import { log } from './numbers'

export type Calibration = { expected_hit_rate: number; expected_false_hit_rate: number; judged: number }

/** Units of 1/1024 logit, as the acceptor's score. How these figures were found: docs/normalization.md. */
const atUsualDifficulty = 1900
const usualDifficulty = 0.09
const lowest = 1000
const hardest = 2800
const forConfusableBackground = 500
const withoutRejected = 4
const perBudget = 256
const perIntentAtMost = 1024

/**
 * The score a hit needs, per class, from cross-fitted judgements of the training texts alone. Three things raise it:
 * how often the experts mistake one taught intent for another, how often they take real background for an intent, and
 * mistakes towards one particular intent. The budget moves it gently: what was asked of live bots was answered wrongly up
 * to three times as often as their training texts had promised, and a threshold has to survive that.
 */
export function chooseThresholds(
  classes: readonly ClassName[],
  judged: readonly Judged[],
  budget: number,
): { thresholds: number[]; calibration: Calibration } {
  const base = Math.round(
    difficultyPart(mistakeRate(classes, judged)) +
      backgroundPart(classes, backgroundRate(classes, judged)) -
      perBudget * log(budget / 0.01),
  )
  const thresholds = classes.map((_, c) => intentThreshold(c, judged, base))
  return { thresholds, calibration: expectation(classes, judged, thresholds) }
}

/** Share of wrong ones among the texts that would be served if every positive score were. */
function mistakeRate(classes: readonly ClassName[], judged: readonly Judged[]): number {
  const served = judged.filter(({ best, score }) => !isReject(classes, best) && score >= 0)
  // Two imagined mistakes in twenty: ten texts prove nothing.
  return (served.filter(({ best, truth }) => best !== truth).length + 2) / (served.length + 20)
}

function backgroundRate(classes: readonly ClassName[], judged: readonly Judged[]): number {
  const background = judged.filter(({ truth }) => truth === classes.length - 1)
  const taken = background.filter(({ best, score }) => !isReject(classes, best) && score >= 0)
  return background.length === 0 ? 0 : taken.length / background.length
}

function difficultyPart(rate: number): number {
  if (rate <= 0.1) return Math.max(lowest, atUsualDifficulty + (rate - usualDifficulty) * 16_000)
  return Math.min(hardest, atUsualDifficulty + 160 + (rate - 0.1) * 16_000)
}

function backgroundPart(classes: readonly ClassName[], rate: number): number {
  const known = classes.slice(0, -1).some(({ reject }) => reject)
  const part = forConfusableBackground * Math.min(1, Math.max(0, (rate - 0.05) / 0.04))
  // Nobody has said yet which questions of this domain are *not* approved: the background is all there is to go by.
  return known ? part : part * withoutRejected
}

/** An intent that attracted two mistakes or more needs more than the second strongest of them had. */
function intentThreshold(c: number, judged: readonly Judged[], base: number): number {
  const mistakes = judged
    .filter(({ best, truth, score }) => best === c && truth !== c && score >= base)
    .map(({ score }) => score)
    .sort((a, b) => b - a)
  return Math.min(base + perIntentAtMost, (mistakes[1] ?? base - 1) + 1)
}

function expectation(
  classes: readonly ClassName[],
  judged: readonly Judged[],
  thresholds: readonly number[],
): Calibration {
  const served = judged.filter(
    ({ best, score }) => !isReject(classes, best) && score >= (thresholds[best] as number),
  )
  const right = served.filter(({ best, truth }) => best === truth).length
  const askable = judged.filter(({ truth }) => !isReject(classes, truth)).length
  return {
    expected_hit_rate: rounded(askable === 0 ? 0 : right / askable),
    expected_false_hit_rate: rounded(served.length === 0 ? 0 : (served.length - right) / served.length),
    judged: judged.length,
  }
}

function isReject(classes: readonly ClassName[], c: number): boolean {
  return classes[c]?.reject ?? true
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
