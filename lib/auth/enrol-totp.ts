import QRCode from 'qrcode'
import { invalidInput, L0Error } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import { minuteMs } from '@/lib/kernel/time'
import { requireMfa, requireStepUp } from './authorize'
import type { AuthParts, RequestOrigin } from './ports'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes'
import type { TotpEnrolment, UserPrincipal } from './schema'
import { actorOf, completeProof, recordFailure, takeFactorAttempt } from './second-factor'
import { trace, type SessionToken } from './sign-in'
import { newTotpSecret, totpStep, totpUri } from './totp'

const enrolmentMs = 10 * minuteMs

/**
 * Makes a secret for an authenticator app. It does nothing until a code made with it is confirmed
 * within ten minutes; the factor in use stays in use until then.
 */
export async function enrolTotp(auth: AuthParts, principal: UserPrincipal): Promise<TotpEnrolment> {
  requireMayChangeFactors(auth, principal)
  const secret = newTotpSecret()
  const now = auth.clock.now()
  await auth.unit.transact((tx) =>
    tx.challenges.add({
      id: newId('chal', now.getTime()),
      user_id: principal.user_id,
      purpose: 'totp_enrol',
      value: auth.sealer.seal(secret),
      // Another session of the same person cannot confirm what this one started.
      binding: principal.session_id,
      now,
      expires_at: new Date(now.getTime() + enrolmentMs),
    }),
  )
  const otpauth_uri = totpUri(secret, principal.email, auth.issuer)
  const qr_svg = await QRCode.toString(otpauth_uri, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' })
  return { otpauth_uri, secret, qr_svg }
}

/**
 * Confirms an enrolment with the app's first code: from here on the second factor is required. Ends
 * every other session of the person and returns ten recovery codes, which are shown this once.
 */
export async function confirmTotp(
  auth: AuthParts,
  principal: UserPrincipal,
  code: string,
  origin: RequestOrigin,
): Promise<{ session: SessionToken; recovery_codes: string[] }> {
  requireMayChangeFactors(auth, principal)
  await takeFactorAttempt(auth, principal)
  const now = auth.clock.now()
  const done = await auth.unit.transact(async (tx) => {
    const user = await tx.users.lock(principal.user_id)
    // Judged again under the lock: two enrolments at once must not both count as the first.
    if (!user || (user.mfa_enrolled && !principal.mfa_enrolled)) return null
    const which = { user_id: user.id, purpose: 'totp_enrol' as const, binding: principal.session_id, now }
    const pending = await tx.challenges.peek(which)
    if (!pending) return null
    const secret = auth.sealer.open(pending.value)
    const step = await totpStep(secret, code.replace(/\s/g, ''), now, 0)
    if (step === null) {
      await recordFailure(tx, principal, origin)
      return null
    }
    await tx.challenges.spend(which)
    await tx.users.setTotp(user.id, { secret: auth.sealer.seal(secret), last_step: step, now })
    const recovery_codes = newRecoveryCodes()
    await tx.factors.replaceRecoveryCodes(user.id, recovery_codes.map(recoveryCodeHash))
    const epoch = await tx.users.raiseEpoch(user.id)
    await tx.audit(principal.workspace_id).append({
      type: 'mfa.enrolled',
      actor: actorOf(principal),
      target: { type: 'user', id: user.id, label: user.email },
      after: { method: 'totp', replaces: user.totp_secret !== null },
      ...trace(origin),
    })
    const session = await completeProof(auth, tx, principal, 'totp', origin, epoch)
    return { session, recovery_codes }
  })
  if (done) return done
  throw invalidInput('code', 'is not right. Scan the code again if it keeps being refused.')
}

/** Replaces the recovery codes; the old ones stop working. Asks for a fresh step-up. */
export async function renewRecoveryCodes(
  auth: AuthParts,
  principal: UserPrincipal,
  origin: RequestOrigin,
): Promise<string[]> {
  requireMfa(principal)
  requireStepUp(principal, auth.clock.now())
  const codes = newRecoveryCodes()
  await auth.unit.transact(async (tx) => {
    await tx.factors.replaceRecoveryCodes(principal.user_id, codes.map(recoveryCodeHash))
    await tx.audit(principal.workspace_id).append({
      type: 'mfa.enrolled',
      actor: actorOf(principal),
      target: { type: 'user', id: principal.user_id, label: principal.email },
      after: { method: 'recovery_codes', replaces: true },
      ...trace(origin),
    })
  })
  return codes
}

/**
 * A first factor may be enrolled with the password alone; changing one needs the factor itself, or a
 * stolen password would be enough to replace it.
 */
export function requireMayChangeFactors(auth: AuthParts, principal: UserPrincipal): void {
  if (!principal.mfa_enrolled) return
  if (!principal.mfa_at) throw new L0Error('mfa_required', 'Prove your second factor first.')
  requireStepUp(principal, auth.clock.now())
}
