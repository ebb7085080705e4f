import { clopperPearson, upperBound } from '../evaluation/intervals'
import type { Tally } from './ports'
import type { IntentBound } from './schema'

/** What an upper bound may reach at most, however few judgements there are. */
const loosestAllowance = 0.05

/**
 * What judged hits of one intent say about its false-hit rate: one-sided 95 % Clopper–Pearson bounds. `breached`
 * when the rate is surely above the budget; a first wrong answer among few is enough for that.
 */
export function boundOf({ key, judged, wrong, waiting }: Tally, budget: number): IntentBound {
  const lower = wrong === 0 ? 0 : clopperPearson(wrong, judged, 0.9)[0]
  const upper = upperBound(wrong, judged)
  return {
    key,
    judged,
    wrong,
    waiting,
    lower,
    upper,
    state: judged === 0 ? 'unknown' : lower > budget ? 'breached' : 'within',
  }
}

/**
 * What the upper bound may be before a workspace goes live. `judged` rows without one error prove no better than
 * 3 / judged (the rule of three), so the allowance starts there and comes down to the budget.
 */
export function allowanceFor(judged: number, budget: number): number {
  if (judged === 0) return loosestAllowance
  return Math.max(budget, Math.min(loosestAllowance, 3 / judged))
}

export function sum(tallies: readonly Tally[]): Omit<Tally, 'key'> {
  const total = { judged: 0, wrong: 0, waiting: 0 }
  for (const { judged, wrong, waiting } of tallies) {
    total.judged += judged
    total.wrong += wrong
    total.waiting += waiting
  }
  return total
}
