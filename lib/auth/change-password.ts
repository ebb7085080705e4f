import { invalidInput, L0Error } from '@/lib/kernel/errors'
import { requireMfa, requireStepUp } from './authorize'
import { requireStrongPassword } from './password-rules'
import type { AuthParts, RequestOrigin } from './ports'
import type { UserPrincipal } from './schema'
import { actorOf, takeFactorAttempt } from './second-factor'
import { newToken, trace, type SessionToken } from './sign-in'
import { sha256Hex } from '@/lib/kernel/hash'

/**
 * Sets a new password and ends every other session of the person; this one goes on with a new token.
 * Asks for the current password and a fresh step-up.
 */
export async function changePassword(
  auth: AuthParts,
  principal: UserPrincipal,
  change: { current_password: string; new_password: string },
  origin: RequestOrigin,
): Promise<SessionToken> {
  const now = auth.clock.now()
  requireMfa(principal)
  requireStepUp(principal, now)
  await takeFactorAttempt(auth, principal)
  const user = await auth.unit.transact((tx) => tx.users.get(principal.user_id))
  if (!(await auth.passwords.verify(change.current_password, user?.password_hash ?? null))) {
    throw invalidInput('current_password', 'is not right.')
  }
  const about = { email: principal.email, name: user?.name ?? '' }
  await requireStrongPassword(change.new_password, about, 'new_password')
  const hash = await auth.passwords.hash(change.new_password)
  const token = newToken()
  await auth.unit.transact(async (tx) => {
    await tx.users.setPassword(principal.user_id, hash)
    const epoch = await tx.users.raiseEpoch(principal.user_id)
    const rotation = { token_hash: sha256Hex(token), now, step_up_at: principal.step_up_at, epoch }
    if (!(await tx.sessions.rotate(principal.session_id, rotation))) {
      throw new L0Error('unauthenticated', 'This session has ended. Sign in again.')
    }
    await tx.workspace(principal.workspace_id).passwordResets.revokeFor(principal.user_id, now)
    await tx.throttles.clear([`factor:${principal.user_id}`])
    await tx.audit(principal.workspace_id).append({
      type: 'password.changed',
      actor: actorOf(principal),
      target: { type: 'user', id: principal.user_id, label: principal.email },
      ...trace(origin),
    })
  })
  return { session_id: principal.session_id, token }
}
