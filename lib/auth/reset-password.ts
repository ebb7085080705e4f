import { L0Error, notFound } from '@/lib/kernel/errors'
import { sha256Hex } from '@/lib/kernel/hash'
import { newId } from '@/lib/kernel/ids'
import { dayMs } from '@/lib/kernel/time'
import { authorize } from './authorize'
import type { AuthParts, AuthTransaction, PasswordResetRecord, RequestOrigin } from './ports'
import type { PasswordResetView, UserPrincipal } from './schema'
import { actorOf } from './second-factor'
import { newToken, trace } from './sign-in'
import { requireSecondAdmin, viewResets } from './two-admins'

/** From the request on; the link dies with it. */
const passwordResetLifeMs = dayMs

export type MadeReset = { id: string; expires_at: string; token: string | null }

/**
 * A member has forgotten the password. While a second factor stands between the link and the account,
 * one admin is enough and gets the one-use token at once; otherwise it waits for a second admin
 * (`token` null). An older link of the person ends. Throws `forbidden` for one's own, and for somebody who
 * is also in a workspace the admin does not administer.
 */
export async function requestPasswordReset(
  auth: AuthParts,
  principal: UserPrincipal,
  request: { userId: string; reason: string },
  origin: RequestOrigin,
): Promise<MadeReset> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now })
  requireOther(principal, request.userId)
  return auth.unit.transact(async (tx) => {
    const { members, passwordResets, audit } = tx.workspace(principal.workspace_id)
    const member = await members.get(request.userId)
    if (!member) throw notFound('This member')
    await requireAdminEverywhere(tx, principal, member.user_id)
    await passwordResets.revokeFor(member.user_id, now)
    const token = member.mfa_enrolled ? newToken() : null
    const reset = {
      id: newId('rst', now.getTime()),
      user_id: member.user_id,
      requested_by: principal.user_id,
      reason: request.reason,
      token_hash: token && sha256Hex(token),
      created_at: now,
      expires_at: new Date(now.getTime() + passwordResetLifeMs),
    }
    await passwordResets.add(reset)
    await audit.append({
      type: 'password.reset_requested',
      actor: actorOf(principal),
      target: { type: 'user', id: member.user_id, label: member.email },
      reason: request.reason,
      after: { reset: reset.id, link: token ? 'made' : 'waits for a second admin' },
      ...trace(origin),
    })
    return { id: reset.id, expires_at: reset.expires_at.toISOString(), token }
  })
}

/** The second admin agrees, and gets the one-use token. Neither the one who asked nor the person concerned. */
export async function approvePasswordReset(
  auth: AuthParts,
  principal: UserPrincipal,
  id: string,
  origin: RequestOrigin,
): Promise<MadeReset> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now })
  return auth.unit.transact(async (tx) => {
    const { members, passwordResets, audit } = tx.workspace(principal.workspace_id)
    const reset = await passwordResets.lock(id)
    if (!reset || !isOpen(reset, now)) throw notFound('This reset')
    requireOther(principal, reset.user_id)
    const member = await requireSecondAdmin(members, principal, reset)
    if (reset.approved_by !== null || reset.token_hash !== null)
      throw new L0Error('conflict', 'The link of this reset has been made already.')
    await requireAdminEverywhere(tx, principal, member.user_id)
    const token = newToken()
    await passwordResets.approve(reset.id, principal.user_id, sha256Hex(token), now)
    await audit.append({
      type: 'password.reset_approved',
      actor: actorOf(principal),
      target: { type: 'user', id: member.user_id, label: member.email },
      after: { reset: reset.id, requested_by: reset.requested_by },
      ...trace(origin),
    })
    return { id: reset.id, expires_at: reset.expires_at.toISOString(), token }
  })
}

export async function revokePasswordReset(
  auth: AuthParts,
  principal: UserPrincipal,
  id: string,
  origin: RequestOrigin,
): Promise<void> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now, stepUp: false })
  await auth.unit.transact(async (tx) => {
    const { passwordResets, audit } = tx.workspace(principal.workspace_id)
    const reset = await passwordResets.lock(id)
    if (!reset || !(await passwordResets.revoke(id, now))) throw notFound('This reset')
    await audit.append({
      type: 'password.reset_revoked',
      actor: actorOf(principal),
      target: { type: 'user', id: reset.user_id },
      after: { reset: id },
      ...trace(origin),
    })
  })
}

export async function listPasswordResets(
  auth: AuthParts,
  principal: UserPrincipal,
): Promise<PasswordResetView[]> {
  const now = auth.clock.now()
  authorize(principal, { permission: 'member.manage', now, stepUp: false })
  return auth.unit.transact(async (tx) => {
    const { members, passwordResets } = tx.workspace(principal.workspace_id)
    const open = await viewResets(members, await passwordResets.listOpen(now))
    return open.map(({ reset, ...view }) => ({ ...view, waiting: reset.token_hash === null }))
  })
}

/** From the command line, where whoever runs the installation stands in for both people. */
export async function issuePasswordReset(
  tx: AuthTransaction,
  reset: { workspaceId: string; userId: string; email: string; reason: string; now: Date },
): Promise<{ token: string; expires_at: string }> {
  const { workspaceId, userId, now, reason } = reset
  const { passwordResets, audit } = tx.workspace(workspaceId)
  const actor = { type: 'system' as const, id: 'command-line' }
  await passwordResets.revokeFor(userId, now)
  const id = newId('rst', now.getTime())
  const token = newToken()
  const expires_at = new Date(now.getTime() + passwordResetLifeMs)
  const made = { id, user_id: userId, requested_by: actor.id, reason, created_at: now, expires_at }
  await passwordResets.add({ ...made, token_hash: null })
  await passwordResets.approve(id, 'installation', sha256Hex(token), now)
  await audit.append({
    type: 'password.reset_approved',
    actor,
    target: { type: 'user', id: userId, label: reset.email },
    reason,
    after: { reset: id },
  })
  return { token, expires_at: expires_at.toISOString() }
}

export function isOpen(reset: PasswordResetRecord, now: Date): boolean {
  return reset.used_at === null && reset.revoked_at === null && reset.expires_at > now
}

/** An account is one, whatever workspaces it is in: admins of one must not open what others guard. */
async function requireAdminEverywhere(
  tx: AuthTransaction,
  principal: UserPrincipal,
  userId: string,
): Promise<void> {
  for (const { id } of await tx.users.memberships(userId)) {
    if (id === principal.workspace_id) continue
    const own = await tx.workspace(id).members.get(principal.user_id)
    if (own?.role !== 'admin') {
      throw new L0Error(
        'forbidden',
        'This person is also in a workspace you do not administer: ask whoever runs the installation.',
      )
    }
  }
}

function requireOther(principal: UserPrincipal, userId: string): void {
  if (principal.user_id !== userId) return
  throw new L0Error('forbidden', 'Not your own: change it under security, or ask another admin.')
}
