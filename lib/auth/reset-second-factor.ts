import { L0Error, notFound } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import { dayMs } from '@/lib/kernel/time'
import { authorize } from './authorize'
import type { AuthParts, AuthTransaction, MfaResetRecord, RequestOrigin } from './ports'
import type { MfaResetView, UserPrincipal } from './schema'
import { actorOf } from './second-factor'
import { trace } from './sign-in'
import { requireSecondAdmin, viewResets } from './two-admins'

/** A request that nobody seconds lapses. */
const resetLifeMs = dayMs

/**
 * A member has lost the second factor and the recovery codes. One admin asks, another one agrees;
 * neither may be the person concerned, or a stolen admin session could strip its own account.
 */
export async function requestMfaReset(
  auth: AuthParts,
  principal: UserPrincipal,
  request: { userId: string; reason: string },
  origin: RequestOrigin,
): Promise<{ id: string; expires_at: string }> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now })
  requireOther(principal, request.userId)
  return auth.unit.transact(async (tx) => {
    const { members, resets, audit } = tx.workspace(principal.workspace_id)
    const member = await members.get(request.userId)
    if (!member) throw notFound('This member')
    const reset = {
      id: newId('rst', now.getTime()),
      user_id: member.user_id,
      requested_by: principal.user_id,
      reason: request.reason,
      created_at: now,
      expires_at: new Date(now.getTime() + resetLifeMs),
    }
    await resets.add(reset)
    await audit.append({
      type: 'mfa.reset_requested',
      actor: actorOf(principal),
      target: { type: 'user', id: member.user_id, label: member.email },
      reason: request.reason,
      after: { reset: reset.id },
      ...trace(origin),
    })
    return { id: reset.id, expires_at: reset.expires_at.toISOString() }
  })
}

/** The second admin agrees: every factor and session of the person is gone, and enrolment starts anew. */
export async function approveMfaReset(
  auth: AuthParts,
  principal: UserPrincipal,
  id: string,
  origin: RequestOrigin,
): Promise<void> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now })
  await auth.unit.transact(async (tx) => {
    const { members, resets, audit } = tx.workspace(principal.workspace_id)
    const reset = await lockOpen(tx, principal, id, now)
    requireOther(principal, reset.user_id)
    const member = await requireSecondAdmin(members, principal, reset)
    await resets.approve(reset.id, principal.user_id, now)
    await clearFactors(tx, reset.user_id, now)
    await audit.append({
      type: 'mfa.reset_approved',
      actor: actorOf(principal),
      target: { type: 'user', id: member.user_id, label: member.email },
      after: { reset: reset.id, requested_by: reset.requested_by },
      ...trace(origin),
    })
  })
}

export async function rejectMfaReset(
  auth: AuthParts,
  principal: UserPrincipal,
  id: string,
  origin: RequestOrigin,
): Promise<void> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now, stepUp: false })
  await auth.unit.transact(async (tx) => {
    const { resets, audit } = tx.workspace(principal.workspace_id)
    const reset = await lockOpen(tx, principal, id, now)
    await resets.reject(reset.id, now)
    await audit.append({
      type: 'mfa.reset_rejected',
      actor: actorOf(principal),
      target: { type: 'user', id: reset.user_id },
      after: { reset: reset.id },
      ...trace(origin),
    })
  })
}

export async function listMfaResets(auth: AuthParts, principal: UserPrincipal): Promise<MfaResetView[]> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now, stepUp: false })
  return auth.unit.transact(async (tx) => {
    const { members, resets } = tx.workspace(principal.workspace_id)
    const open = await viewResets(members, await resets.listOpen(now))
    return open.map(({ reset: _reset, ...view }) => view)
  })
}

/** Removes every factor and ends every session; also for the command line. */
export async function clearFactors(tx: AuthTransaction, userId: string, now: Date): Promise<void> {
  await tx.users.clearFactors(userId)
  await tx.users.raiseEpoch(userId)
  await tx.sessions.revokeAll(userId, now)
}

async function lockOpen(
  tx: AuthTransaction,
  principal: UserPrincipal,
  id: string,
  now: Date,
): Promise<MfaResetRecord> {
  const reset = await tx.workspace(principal.workspace_id).resets.lock(id)
  if (!reset || reset.approved_at || reset.rejected_at || reset.expires_at <= now)
    throw notFound('This reset')
  return reset
}

function requireOther(principal: UserPrincipal, userId: string): void {
  if (principal.user_id !== userId) return
  throw new L0Error('forbidden', 'You cannot take part in the reset of your own second factor.')
}
