import { describe, expect, it } from 'vitest'
import { WorkspacePolicy } from '@/lib/workspaces/schema'
import { backOff, type RolloutEvidence } from './back-off'

const none: RolloutEvidence = { judged: 0, wrong: 0, hits: 0, reports: 0 }
const at = (
  rollout_percent: number,
  more: Partial<WorkspacePolicy> = {},
  mode: 'live' | 'shadow' = 'live',
) => ({
  mode,
  policy: WorkspacePolicy.parse({ rollout_percent, false_hit_budget: 0.01, ...more }),
})
const bad: RolloutEvidence = { ...none, judged: 100, wrong: 6 }

describe('backing off', () => {
  it('halves the share when judged answers are surely over the budget', () => {
    expect(backOff(at(50), bad)).toMatchObject({ to: 25, why: expect.stringContaining('6 of 100 judged') })
    expect(backOff(at(25), bad)?.to).toBe(12)
    expect(backOff(at(3), bad)?.to).toBe(1)
  })

  it('does so when reports are surely over the budget of what was served', () => {
    expect(backOff(at(50), { ...none, hits: 200, reports: 8 })?.why).toContain('8 of 200 hits were reported')
    expect(backOff(at(50), { ...none, hits: 10_000, reports: 8 })).toBeNull()
  })

  it('waits while the bound allows that the budget is kept', () => {
    expect(backOff(at(50), { ...none, judged: 100, wrong: 1 })).toBeNull()
    expect(backOff(at(50), { ...none, judged: 1_000, wrong: 12 })).toBeNull()
    expect(backOff(at(50), none)).toBeNull()
  })

  it('goes to shadow mode from the smallest share, or at once when the policy says so', () => {
    expect(backOff(at(1), bad)?.to).toBe('shadow')
    expect(backOff(at(80, { rollout_stop: true }), bad)?.to).toBe('shadow')
  })

  it('leaves a finished roll-out alone unless the policy says otherwise', () => {
    expect(backOff(at(100), bad)).toBeNull()
    expect(backOff(at(100, { rollout_watch_full: true }), bad)?.to).toBe(50)
  })

  it('does nothing where nothing is served, or where it is switched off', () => {
    expect(backOff(at(0), bad)).toBeNull()
    expect(backOff(at(50, {}, 'shadow'), bad)).toBeNull()
    expect(backOff(at(50, { rollout_back_off: false }), bad)).toBeNull()
  })

  it('never raises the share, whatever the evidence', () => {
    for (const share of [1, 2, 10, 50, 99])
      for (const evidence of [none, bad, { judged: 5_000, wrong: 0, hits: 1e6, reports: 0 }]) {
        const step = backOff(at(share), evidence)
        if (step && step.to !== 'shadow') expect(step.to).toBeLessThan(share)
      }
  })
})
