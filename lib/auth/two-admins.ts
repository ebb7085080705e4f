import { L0Error, notFound } from '@/lib/kernel/errors'
import type { MemberStore } from './ports'
import type { Member, MfaResetView, UserPrincipal } from './schema'

/** A reset as one admin asked for it, whatever is reset. */
type Asked = {
  id: string
  user_id: string
  requested_by: string
  reason: string
  created_at: Date
  expires_at: Date
}

/**
 * The second of two admins: not the one who asked, who must still be an admin at this moment. Returns the
 * member concerned. Throws `forbidden`, `conflict` or `not_found`.
 */
export async function requireSecondAdmin(
  members: MemberStore,
  principal: UserPrincipal,
  reset: Pick<Asked, 'requested_by' | 'user_id'>,
): Promise<Member> {
  if (reset.requested_by === principal.user_id)
    throw new L0Error('forbidden', 'You asked for this reset: another admin has to agree.')
  const requester = await members.get(reset.requested_by)
  if (requester?.role !== 'admin')
    throw new L0Error('conflict', 'Whoever asked for this reset is no admin any more. Ask again.')
  const member = await members.get(reset.user_id)
  if (!member) throw notFound('This member')
  return member
}

/** Open resets with the addresses of the people in them. */
export async function viewResets<R extends Asked>(
  members: MemberStore,
  open: readonly R[],
): Promise<(MfaResetView & { reset: R })[]> {
  const people = new Map((await members.list()).map((member) => [member.user_id, member.email]))
  return open.map((reset) => ({
    reset,
    id: reset.id,
    user_id: reset.user_id,
    email: people.get(reset.user_id) ?? '',
    requested_by: people.get(reset.requested_by) ?? reset.requested_by,
    reason: reset.reason,
    created_at: reset.created_at.toISOString(),
    expires_at: reset.expires_at.toISOString(),
  }))
}
