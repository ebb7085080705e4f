import { describe, expect, it } from 'vitest'
import { allowanceFor, boundOf } from './bound'

const tally = (judged: number, wrong: number) => ({ key: 'cancel_order', judged, wrong, waiting: 0 })

describe('boundOf', () => {
  it('says nothing before the first judgement', () => {
    expect(boundOf(tally(0, 0), 0.01)).toMatchObject({ state: 'unknown', lower: 0, upper: 1 })
  })

  it('no error among n leaves about 3 / n plausible', () => {
    expect(boundOf(tally(300, 0), 0.01).upper).toBeCloseTo(0.00994, 4)
  })

  it('a wrong first answer breaches a budget of one per cent', () => {
    expect(boundOf(tally(1, 1), 0.01).state).toBe('breached')
  })

  it('one wrong answer among a hundred is what a budget of one per cent allows', () => {
    expect(boundOf(tally(100, 1), 0.01).state).toBe('within')
  })

  it('four wrong answers among a hundred are more than chance', () => {
    expect(boundOf(tally(100, 4), 0.01).state).toBe('breached')
  })
})

describe('allowanceFor', () => {
  it('tightens to the budget as judgements arrive', () => {
    const allowed = [0, 50, 100, 200, 1_000].map((judged) => allowanceFor(judged, 0.01))
    expect(allowed).toEqual([0.05, 0.05, 0.03, 0.015, 0.01])
  })
})
