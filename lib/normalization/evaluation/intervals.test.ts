import { describe, expect, it } from 'vitest'
import { clopperPearson, upperBound } from './intervals'

describe('clopperPearson', () => {
  it.each([
    [0, 10, 0, 0.3085],
    [1, 100, 0.00025, 0.05446],
    [5, 5, 0.4782, 1],
  ])('%i of %i lies in [%f, %f]', (errors, trials, low, high) => {
    const [from, to] = clopperPearson(errors, trials)
    expect(from).toBeCloseTo(low, 4)
    expect(to).toBeCloseTo(high, 4)
  })

  it('knows nothing without trials', () => {
    expect(clopperPearson(0, 0)).toEqual([0, 1])
    expect(upperBound(0, 0)).toBe(1)
  })

  it('follows the rule of three for no errors', () => {
    expect(upperBound(0, 300)).toBeCloseTo(0.00994, 4)
  })
})
