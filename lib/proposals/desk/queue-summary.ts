import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import type { ReviewDeps } from '../ports'
import type { QueueSummary } from '../quality/quality-schema'

/** Counts for tabs and filters, and what is worth saying when nothing waits. */
export async function queueSummary(
  deps: Pick<ReviewDeps, 'unit' | 'clock'>,
  principal: UserPrincipal,
): Promise<QueueSummary> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', now })
  const read = deps.unit.read(principal.workspace_id)
  const { policy } = await read.policy.current()
  const queue = await read.quality.queue(now, policy.sla_hours)
  return { ...queue, blocked_share: shareOf(queue.blocked, queue.pending), sla_hours: policy.sla_hours }
}

/** Blocked ones among all that are open; null when nothing is. */
export function shareOf(blocked: number, pending: number): number | null {
  return blocked + pending === 0 ? null : blocked / (blocked + pending)
}
