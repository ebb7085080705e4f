import { authorize } from '@/lib/auth/authorize'
import type { AuthParts, AuthTransaction, RequestOrigin } from '@/lib/auth/ports'
import type { Member, Role, UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/auth/second-factor'
import { trace } from '@/lib/auth/sign-in'
import { L0Error, notFound } from '@/lib/kernel/errors'

export async function listMembers(auth: AuthParts, principal: UserPrincipal): Promise<Member[]> {
  authorize(principal, { permission: 'view', now: auth.clock.now() })
  return auth.unit.transact((tx) => tx.workspace(principal.workspace_id).members.list())
}

/**
 * Changes a member's role and ends all their sessions, so that the old rights are gone at once.
 * Throws `conflict` when nobody would be admin.
 */
export async function changeRole(
  auth: AuthParts,
  principal: UserPrincipal,
  change: { userId: string; role: Role },
  origin: RequestOrigin,
): Promise<Member> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now })
  return auth.unit.transact(async (tx) => {
    const { members, audit } = tx.workspace(principal.workspace_id)
    const member = await lockMember(tx, principal.workspace_id, change.userId)
    if (member.role === change.role) return member
    if (member.role === 'admin') await requireAnotherAdmin(tx, principal.workspace_id)
    await members.put(member.user_id, change.role, now)
    await tx.users.raiseEpoch(member.user_id)
    await audit.append({
      type: 'member.role_changed',
      actor: actorOf(principal),
      target: { type: 'member', id: member.user_id, label: member.email },
      before: { role: member.role },
      after: { role: change.role },
      ...trace(origin),
    })
    return { ...member, role: change.role }
  })
}

/** Ends a membership and the person's sessions. Their account and their past decisions stay. */
export async function removeMember(
  auth: AuthParts,
  principal: UserPrincipal,
  userId: string,
  origin: RequestOrigin,
): Promise<void> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now })
  await auth.unit.transact(async (tx) => {
    const { members, audit } = tx.workspace(principal.workspace_id)
    const member = await lockMember(tx, principal.workspace_id, userId)
    if (member.role === 'admin') await requireAnotherAdmin(tx, principal.workspace_id)
    await members.remove(member.user_id, now)
    await tx.users.raiseEpoch(member.user_id)
    await audit.append({
      type: 'member.removed',
      actor: actorOf(principal),
      target: { type: 'member', id: member.user_id, label: member.email },
      before: { role: member.role },
      ...trace(origin),
    })
  })
}

async function lockMember(tx: AuthTransaction, workspaceId: string, userId: string): Promise<Member> {
  const { members } = tx.workspace(workspaceId)
  await members.lockAll()
  const member = await members.get(userId)
  if (!member) throw notFound('This member')
  return member
}

async function requireAnotherAdmin(tx: AuthTransaction, workspaceId: string): Promise<void> {
  if ((await tx.workspace(workspaceId).members.countAdmins()) > 1) return
  throw new L0Error('conflict', 'This is the last admin. Make somebody else admin first.')
}
