import { L0Error } from '@/lib/kernel/errors'
import type { WorkspacePolicy } from '@/lib/workspaces/schema'
import type { GatewayContext } from './gateway-context'

/** One request of the workspace's budget; throws `rate_limited`. The key's own limit is the route's. */
export function takeBudget(gateway: GatewayContext, workspaceId: string, policy: WorkspacePolicy): void {
  const perMinute = policy.rate_per_minute
  const waitSeconds = gateway.budget.take(workspaceId, perMinute, gateway.clock.now().getTime())
  if (waitSeconds === 0) return
  throw new L0Error('rate_limited', `This workspace may send ${perMinute} requests a minute.`, {
    retryAfterSeconds: waitSeconds,
  })
}
