import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { invalidInput, L0Error, notFound } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import { minuteMs } from '@/lib/kernel/time'
import { requireStepUp, requireMfa } from './authorize'
import { requireMayChangeFactors } from './enrol-totp'
import type { AuthParts, AuthTransaction, PasskeyRecord, RequestOrigin } from './ports'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes'
import type { PasskeyView, UserPrincipal } from './schema'
import { actorOf, completeProof } from './second-factor'
import { trace, type SessionToken } from './sign-in'

/** Challenges live five minutes and are spent once (WebAuthn Level 3, §13.4.3). */
export const challengeLifeMs = 5 * minuteMs
const maxPasskeys = 20

/** What the browser needs to make a passkey for this person. */
export async function passkeyRegistrationOptions(
  auth: AuthParts,
  principal: UserPrincipal,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  requireMayChangeFactors(auth, principal)
  const { relyingParty: site } = auth
  return auth.unit.transact(async (tx) => {
    const existing = await tx.factors.passkeys(principal.user_id)
    if (existing.length >= maxPasskeys)
      throw new L0Error('conflict', `At most ${maxPasskeys} passkeys a person.`)
    const options = await generateRegistrationOptions({
      rpName: site.name,
      rpID: site.id,
      userID: Uint8Array.from(Buffer.from(principal.user_id)),
      userName: principal.email,
      userDisplayName: principal.label,
      excludeCredentials: existing.map(({ credential_id }) => ({ id: credential_id })),
      authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
    })
    const now = auth.clock.now()
    await tx.challenges.add({
      id: newId('chal', now.getTime()),
      user_id: principal.user_id,
      purpose: 'passkey_register',
      value: options.challenge,
      binding: principal.session_id,
      now,
      expires_at: new Date(now.getTime() + challengeLifeMs),
    })
    return options
  })
}

/**
 * Stores the passkey the browser made. As a first factor it completes the sign-in and brings
 * recovery codes, as an authenticator app does. Ends every other session of the person.
 */
export async function registerPasskey(
  auth: AuthParts,
  principal: UserPrincipal,
  made: { name: string; response: RegistrationResponseJSON },
  origin: RequestOrigin,
): Promise<{ session: SessionToken; recovery_codes: string[] }> {
  requireMayChangeFactors(auth, principal)
  const passkey = await verifyMade(auth, principal, made)
  return auth.unit.transact(async (tx) => {
    const user = await tx.users.lock(principal.user_id)
    if (!user || (user.mfa_enrolled && !principal.mfa_enrolled)) {
      throw new L0Error('mfa_required', 'Prove your second factor first.')
    }
    await tx.factors.addPasskey(passkey)
    const recovery_codes = user.mfa_enrolled ? [] : newRecoveryCodes()
    if (recovery_codes.length > 0) {
      await tx.factors.replaceRecoveryCodes(user.id, recovery_codes.map(recoveryCodeHash))
    }
    const epoch = await tx.users.raiseEpoch(user.id)
    await recordFactor(tx, principal, 'mfa.enrolled', passkey, origin)
    const session = await completeProof(auth, tx, principal, 'passkey', origin, epoch)
    return { session, recovery_codes }
  })
}

export async function listPasskeys(auth: AuthParts, principal: UserPrincipal): Promise<PasskeyView[]> {
  requireMfa(principal)
  const passkeys = await auth.unit.transact((tx) => tx.factors.passkeys(principal.user_id))
  return passkeys.map(({ id, name, created_at, last_used_at }) => ({ id, name, created_at, last_used_at }))
}

/** Removes one of the person's own passkeys; never the last factor. */
export async function removePasskey(
  auth: AuthParts,
  principal: UserPrincipal,
  id: string,
  origin: RequestOrigin,
): Promise<void> {
  requireMfa(principal)
  requireStepUp(principal, auth.clock.now())
  await auth.unit.transact(async (tx) => {
    const user = await tx.users.lock(principal.user_id)
    const passkeys = await tx.factors.passkeys(principal.user_id)
    const passkey = passkeys.find((one) => one.id === id)
    if (!passkey) throw notFound('This passkey')
    if (!user?.totp_secret && passkeys.length === 1) {
      throw new L0Error('conflict', 'This is your only second factor. Add another one first.')
    }
    await tx.factors.removePasskey(principal.user_id, id)
    await recordFactor(tx, principal, 'mfa.removed', passkey, origin)
  })
}

async function verifyMade(
  auth: AuthParts,
  principal: UserPrincipal,
  made: { name: string; response: RegistrationResponseJSON },
): Promise<Omit<PasskeyRecord, 'created_at' | 'last_used_at'>> {
  const which = {
    user_id: principal.user_id,
    purpose: 'passkey_register' as const,
    binding: principal.session_id,
  }
  const challenge = await auth.unit.transact((tx) => tx.challenges.spend({ ...which, now: auth.clock.now() }))
  const verified = challenge
    ? await verifyRegistrationResponse({
        response: made.response,
        expectedChallenge: challenge.value,
        expectedOrigin: auth.relyingParty.origin,
        expectedRPID: auth.relyingParty.id,
        requireUserVerification: true,
      }).catch(() => null)
    : null
  if (!verified?.verified) throw invalidInput('response', 'does not prove a new passkey. Start again.')
  const { credential } = verified.registrationInfo
  return {
    id: newId('pk', auth.clock.now().getTime()),
    user_id: principal.user_id,
    credential_id: credential.id,
    public_key: credential.publicKey,
    counter: credential.counter,
    transports: credential.transports ?? [],
    name: made.name,
  }
}

async function recordFactor(
  tx: AuthTransaction,
  principal: UserPrincipal,
  type: 'mfa.enrolled' | 'mfa.removed',
  passkey: { id: string; name: string },
  origin: RequestOrigin,
): Promise<void> {
  const state = { method: 'passkey', passkey: passkey.id, name: passkey.name }
  await tx.audit(principal.workspace_id).append({
    type,
    actor: actorOf(principal),
    target: { type: 'user', id: principal.user_id, label: principal.email },
    ...(type === 'mfa.enrolled' ? { after: state } : { before: state }),
    ...trace(origin),
  })
}
