import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import type { Notification } from './desk-schema'
import type { ReviewDeps } from '../ports'

type Deps = Pick<ReviewDeps, 'unit' | 'clock'>

const shown = 50

/** The caller's newest notifications. */
export async function listNotifications(deps: Deps, principal: UserPrincipal): Promise<Notification[]> {
  authorize(principal, { permission: 'view', now: deps.clock.now() })
  return deps.unit.read(principal.workspace_id).desk.notifications(principal.user_id, shown)
}

/** Marks these, or all, as read; returns how many were not. */
export async function markNotificationsRead(
  deps: Deps,
  principal: UserPrincipal,
  ids?: string[],
): Promise<number> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', now })
  return deps.unit.read(principal.workspace_id).desk.markRead(principal.user_id, now, ids)
}
