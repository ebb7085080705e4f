import { rolloutUnit } from '@/lib/adapters/postgres/rollout-unit'
import { backOffRollout } from '@/lib/normalization/rollout/back-off-rollout'
import type { Base } from '../base'

/** Looks whether wrong answers ask for a smaller share. Never throws: it follows what has happened already. */
export type Rollout = { check(workspaceId: string): Promise<void> }

export function composeRollout(base: Pick<Base, 'db' | 'clock' | 'log'>, nudge: () => void): Rollout {
  const deps = { clock: base.clock, nudge, ...rolloutUnit(base.db, () => base.clock.now()) }
  return {
    async check(workspaceId) {
      try {
        const step = await backOffRollout(deps, workspaceId)
        if (step) base.log.warn({ workspace: workspaceId, ...step }, 'the roll-out was taken back')
      } catch (error) {
        base.log.error({ err: error, workspace: workspaceId }, 'the roll-out could not be checked')
      }
    },
  }
}
