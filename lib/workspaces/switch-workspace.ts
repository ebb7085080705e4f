import { requireMfa } from '@/lib/auth/authorize'
import type { AuthParts } from '@/lib/auth/ports'
import type { UserPrincipal } from '@/lib/auth/schema'
import { newToken, type SessionToken } from '@/lib/auth/sign-in'
import { L0Error, notFound } from '@/lib/kernel/errors'
import { sha256Hex } from '@/lib/kernel/hash'

/**
 * Moves the session into another workspace of the same person. Rights change with it, so the session
 * gets a new token and loses its step-up. Throws `not_found` whether the workspace is somebody
 * else's or does not exist.
 */
export async function switchWorkspace(
  auth: AuthParts,
  principal: UserPrincipal,
  workspaceId: string,
): Promise<{ session: SessionToken; principal: UserPrincipal }> {
  requireMfa(principal)
  const now = auth.clock.now()
  const token = newToken()
  const role = await auth.unit.transact(async (tx) => {
    const memberships = await tx.users.memberships(principal.user_id)
    const next = memberships.find((one) => one.id === workspaceId)
    if (!next) throw notFound('This workspace')
    const change = { token_hash: sha256Hex(token), now, step_up_at: null, workspace_id: workspaceId }
    if (!(await tx.sessions.rotate(principal.session_id, change))) {
      throw new L0Error('unauthenticated', 'This session has ended. Sign in again.')
    }
    return next.role
  })
  return {
    session: { session_id: principal.session_id, token },
    principal: { ...principal, workspace_id: workspaceId, role, step_up_at: null },
  }
}
