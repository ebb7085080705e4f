import { hourMs } from '@/lib/kernel/time'
import type { ReviewDeps } from '../ports'

/** Share of the goal after which people are told: amber in the queue. */
const slaWarnShare = 0.75

/** Tells whoever may decide of proposals that near the goal, once each. Returns how many. */
export async function warnOfSla(
  deps: Pick<ReviewDeps, 'unit' | 'clock'>,
  workspaceId: string,
  limit = 50,
): Promise<number> {
  const now = deps.clock.now()
  return deps.unit.transact(workspaceId, async (tx) => {
    const { policy } = await tx.policy.current()
    const since = new Date(now.getTime() - slaWarnShare * policy.sla_hours * hourMs)
    const late = await tx.quality.unwarned(since, limit)
    for (const { id, key } of late) {
      const subject = { type: 'proposal' as const, id }
      const title = `${key} has waited for three quarters of the goal of ${policy.sla_hours} h`
      await tx.notices.add({ kind: 'sla_at_risk', title, href: `/queue/${id}`, subject, to: 'deciders' }, now)
    }
    return late.length
  })
}
