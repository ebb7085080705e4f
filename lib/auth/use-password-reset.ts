import { L0Error } from '@/lib/kernel/errors'
import { sha256Hex } from '@/lib/kernel/hash'
import { requireStrongPassword } from './password-rules'
import type { AuthParts, AuthTransaction, PasswordResetRecord, RequestOrigin, UserRecord } from './ports'
import { isOpen } from './reset-password'
import { trace } from './sign-in'

/** What a link says of itself. Throws `not_found` for one that is unknown, used, taken back or expired. */
export async function previewPasswordReset(
  auth: AuthParts,
  token: string,
): Promise<{ email: string; expires_at: string }> {
  const { user, reset } = await auth.unit.transact((tx) => find(tx, token, auth.clock.now()))
  return { email: user.email, expires_at: reset.expires_at.toISOString() }
}

/**
 * Sets the new password, once, and ends every session of the person. Nobody is signed in by it: the
 * second factor is asked for at the next sign-in.
 */
export async function usePasswordReset(
  auth: AuthParts,
  { token, password }: { token: string; password: string },
  origin: RequestOrigin,
): Promise<{ email: string }> {
  const seen = await auth.unit.transact((tx) => find(tx, token, auth.clock.now()))
  const { email, name } = seen.user
  await requireStrongPassword(password, { email, name })
  const hash = await auth.passwords.hash(password)
  return auth.unit.transact(async (tx) => {
    const now = auth.clock.now()
    const { reset, user } = await find(tx, token, now)
    if (!(await tx.usePasswordReset(reset.id, now))) throw gone()
    await tx.users.setPassword(user.id, hash)
    await tx.users.raiseEpoch(user.id)
    const ended = await tx.sessions.revokeAll(user.id, now)
    await tx.audit(reset.workspace_id).append({
      type: 'password.changed',
      actor: { type: 'user', id: user.id, label: email },
      target: { type: 'user', id: user.id, label: email },
      after: { by: 'reset link', reset: reset.id, requested_by: reset.requested_by, sessions_ended: ended },
      ...trace(origin),
    })
    return { email }
  })
}

/**
 * The link's reset and person. Where no second factor stands behind the password any more (it may have
 * been reset since), only a link that two people agreed to opens.
 */
async function find(
  tx: AuthTransaction,
  token: string,
  now: Date,
): Promise<{ reset: PasswordResetRecord; user: UserRecord }> {
  const reset = await tx.findPasswordReset(sha256Hex(token))
  if (!reset || !isOpen(reset, now)) throw gone()
  const user = await tx.users.lock(reset.user_id)
  const member = await tx.workspace(reset.workspace_id).members.get(reset.user_id)
  if (!user || user.disabled_at || !member) throw gone()
  if (!user.mfa_enrolled && reset.approved_by === null) throw gone()
  return { reset, user }
}

function gone(): L0Error {
  return new L0Error('not_found', 'This link does not exist, was used, or has expired. Ask for a new one.')
}
