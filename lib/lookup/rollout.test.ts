import { describe, expect, it } from 'vitest'
import { isInRollout } from './rollout'

const people = Array.from({ length: 4_000 }, (_, i) => ({
  userRef: `person ${i}`,
  canonical: 'cancel order',
}))

describe('a roll-out', () => {
  it('serves about its share', () => {
    const served = people.filter((unit) => isInRollout(20, 'ws_a', unit)).length
    expect(served / people.length).toBeGreaterThan(0.17)
    expect(served / people.length).toBeLessThan(0.23)
  })

  it('keeps everybody in whom it has, while the share grows', () => {
    for (const unit of people) {
      const at = [1, 5, 20, 50, 99, 100].map((percent) => isInRollout(percent, 'ws_a', unit))
      expect(at).toEqual([...at].sort())
    }
  })

  it('treats a person alike whatever is asked, and a question alike when nobody says who asks', () => {
    for (const { userRef } of people.slice(0, 200)) {
      const sides = ['cancel order', 'where is order {{order_id}}'].map((canonical) =>
        isInRollout(50, 'ws_a', { userRef, canonical }),
      )
      expect(new Set(sides).size).toBe(1)
    }
    const question = { userRef: null, canonical: 'where is order {{order_id}}' }
    expect(isInRollout(50, 'ws_a', question)).toBe(isInRollout(50, 'ws_a', { ...question }))
  })

  it('is another one in another workspace', () => {
    const differ = people.filter((unit) => isInRollout(50, 'ws_a', unit) !== isInRollout(50, 'ws_b', unit))
    expect(differ.length).toBeGreaterThan(1_000)
  })

  it('serves all at 100 and none at 0', () => {
    expect(people.every((unit) => isInRollout(100, 'ws_a', unit))).toBe(true)
    expect(people.some((unit) => isInRollout(0, 'ws_a', unit))).toBe(false)
  })
})
