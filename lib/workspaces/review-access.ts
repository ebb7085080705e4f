import { authorize } from '@/lib/auth/authorize'
import type { AuthParts, RequestOrigin } from '@/lib/auth/ports'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/auth/second-factor'
import { trace } from '@/lib/auth/sign-in'

/**
 * Records that a person went through who has access and what they may do, as it was at that moment.
 * Ids and roles only: names stay where they can be erased. Returns when.
 */
export async function reviewAccess(
  auth: AuthParts,
  principal: UserPrincipal,
  review: { note: string },
  origin: RequestOrigin,
): Promise<{ reviewed_at: string; people: number; keys: number }> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now })
  return auth.unit.transact(async (tx) => {
    const { members, keys, audit } = tx.workspace(principal.workspace_id)
    const people = await members.list()
    const live = (await keys.list()).filter(
      (key) => !key.revoked_at && (key.expires_at === null || Date.parse(key.expires_at) > now.getTime()),
    )
    const written = await audit.append({
      type: 'access.reviewed',
      actor: actorOf(principal),
      target: { type: 'workspace', id: principal.workspace_id },
      reason: review.note || null,
      after: {
        people: people.map(({ user_id, role, mfa_enrolled }) => ({ user_id, role, mfa_enrolled })),
        keys: live.map(({ id, scopes }) => ({ id, scopes })),
      },
      ...trace(origin),
    })
    return { reviewed_at: written.at, people: people.length, keys: live.length }
  })
}
