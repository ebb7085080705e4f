import { invalidInput, L0Error } from '@/lib/kernel/errors'
import { sha256Hex } from '@/lib/kernel/hash'
import { requireMfa } from './authorize'
import type { AuthParts, AuthTransaction, RequestOrigin, UserRecord } from './ports'
import { looksLikeRecoveryCode, recoveryCodeHash } from './recovery-codes'
import type { UserPrincipal } from './schema'
import { newToken, trace, type SessionToken } from './sign-in'
import { secondFactorRule } from './throttle'
import { totpStep } from './totp'

export type FactorMethod = 'totp' | 'recovery_code' | 'passkey'

/**
 * Proves the second factor with an authenticator's code or a recovery code. The first proof of a
 * session completes the sign-in, later ones are step-ups; either way the session gets a new token.
 * A code works once: of any number of parallel posts exactly one succeeds. Throws `invalid_input`
 * for a wrong or used code and `rate_limited` with the wait.
 */
export async function proveSecondFactor(
  auth: AuthParts,
  principal: UserPrincipal,
  code: string,
  origin: RequestOrigin,
): Promise<SessionToken> {
  if (!principal.mfa_enrolled) {
    throw new L0Error('mfa_enrolment_required', 'Set up a second factor first.')
  }
  await takeFactorAttempt(auth, principal)
  const session = await auth.unit.transact(async (tx) => {
    const user = await tx.users.get(principal.user_id)
    const method = user && (await spendCode(auth, tx, user, code))
    if (method) return completeProof(auth, tx, principal, method, origin)
    await recordFailure(tx, principal, origin)
    return null
  })
  if (session) return session
  throw invalidInput('code', 'is not right, or was used already. Wait for the next one.')
}

/** As `proveSecondFactor`, for a session whose sign-in is complete. */
export async function stepUp(
  auth: AuthParts,
  principal: UserPrincipal,
  code: string,
  origin: RequestOrigin,
): Promise<SessionToken> {
  requireMfa(principal)
  return proveSecondFactor(auth, principal, code, origin)
}

/** Counts an attempt at the second factor; throws `rate_limited`. */
export async function takeFactorAttempt(auth: AuthParts, principal: UserPrincipal): Promise<void> {
  const now = auth.clock.now()
  const { allowed, waitSeconds } = await auth.unit.transact((tx) =>
    tx.throttles.take(subjectOf(principal), secondFactorRule, now),
  )
  if (allowed) return
  throw new L0Error('rate_limited', `Too many codes. Try again in ${waitSeconds} s.`, {
    retryAfterSeconds: waitSeconds,
  })
}

/** A factor was proven in this transaction: new token, fresh step-up, audit event. */
export async function completeProof(
  auth: AuthParts,
  tx: AuthTransaction,
  principal: UserPrincipal,
  method: FactorMethod,
  origin: RequestOrigin,
  epoch?: number,
): Promise<SessionToken> {
  const now = auth.clock.now()
  const token = newToken()
  const rotated = await tx.sessions.rotate(principal.session_id, {
    token_hash: sha256Hex(token),
    now,
    step_up_at: now,
    ...(principal.mfa_at ? {} : { mfa: { at: now, method } }),
    ...(epoch === undefined ? {} : { epoch }),
  })
  if (!rotated) throw new L0Error('unauthenticated', 'This session has ended. Sign in again.')
  await tx.throttles.clear([subjectOf(principal)])
  const actor = actorOf(principal)
  const target = { type: 'session', id: principal.session_id }
  const audit = tx.audit(principal.workspace_id)
  if (method === 'recovery_code') {
    await audit.append({ type: 'recovery_code.used', actor, target, ...trace(origin) })
  }
  const after = { method, completes: principal.mfa_at ? 'step-up' : 'sign-in' }
  await audit.append({ type: 'stepup.succeeded', actor, target, after, ...trace(origin) })
  return { session_id: principal.session_id, token }
}

export async function recordFailure(
  tx: AuthTransaction,
  principal: UserPrincipal,
  origin: RequestOrigin,
): Promise<void> {
  await tx.audit(principal.workspace_id).append({
    type: principal.mfa_at ? 'stepup.failed' : 'mfa.failed',
    actor: actorOf(principal),
    target: { type: 'session', id: principal.session_id },
    ...trace(origin),
  })
}

/** A person as the audit log names them. */
export function actorOf(principal: UserPrincipal) {
  return { type: 'user' as const, id: principal.user_id, label: principal.email }
}

async function spendCode(
  auth: AuthParts,
  tx: AuthTransaction,
  user: UserRecord,
  code: string,
): Promise<FactorMethod | null> {
  const now = auth.clock.now()
  if (looksLikeRecoveryCode(code)) {
    const used = await tx.factors.useRecoveryCode(user.id, recoveryCodeHash(code), now)
    return used ? 'recovery_code' : null
  }
  if (!user.totp_secret) return null
  const secret = auth.sealer.open(user.totp_secret)
  const step = await totpStep(secret, code.replace(/\s/g, ''), now, user.totp_last_step)
  if (step === null) return null
  return (await tx.users.useTotpStep(user.id, step)) ? 'totp' : null
}

function subjectOf(principal: UserPrincipal): string {
  return `factor:${principal.user_id}`
}
