import { describe, expect, it } from 'vitest'
import {
  hasFeature,
  hitPriceUsd,
  Plan,
  planFeatures,
  planLimits,
  planOf,
  plans,
  requireFeature,
  requireRoom,
} from './plans'

describe('plans', () => {
  it('are complete', () => {
    for (const [id, plan] of Object.entries(plans)) {
      expect(Plan.parse(plan)).toEqual(plan)
      expect(plan.id).toBe(id)
      expect(Object.keys(plan.limits).sort()).toEqual([...planLimits].sort())
    }
  })

  it('never take away what a smaller one has', () => {
    const order = [plans.free, plans.standard, plans.plus, plans.enterprise]
    for (const [i, plan] of order.slice(1).entries()) {
      expect(plan.features).toEqual(expect.arrayContaining(order[i]!.features))
      for (const limit of planLimits)
        expect(plan.limits[limit] ?? Infinity).toBeGreaterThanOrEqual(order[i]!.limits[limit] ?? Infinity)
    }
  })

  it('leave everything as it was to a workspace that nobody put on one', () => {
    const plan = planOf('enterprise')
    for (const feature of planFeatures) expect(() => requireFeature(plan, feature)).not.toThrow()
    for (const limit of planLimits) expect(() => requireRoom(plan, limit, 1e12)).not.toThrow()
    expect(hitPriceUsd(plan, { hit_price_usd: 0.0001 })).toBe(0.0001)
    expect(planOf('something older')).toBe(plans.enterprise)
  })

  it('say what is missing, and who has it', () => {
    expect(() => requireFeature(plans.free, 'webhooks')).toThrow(
      'The plan Free does not include webhooks; Plus and Enterprise do.',
    )
    expect(() => requireFeature(plans.plus, 'approval_rules')).toThrow('Enterprise does.')
    expect(hasFeature(plans.free, 'meaning')).toBe(false)
  })

  it('say how many there may be', () => {
    expect(() => requireRoom(plans.free, 'keys', 1)).not.toThrow()
    expect(() => requireRoom(plans.free, 'keys', 2)).toThrow('The plan Free has 2 live API keys.')
  })
})
