import {
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { invalidInput, L0Error } from '@/lib/kernel/errors'
import { newId } from '@/lib/kernel/ids'
import { requireMfa } from './authorize'
import type { AuthParts, AuthTransaction, PasskeyRecord, RequestOrigin } from './ports'
import { challengeLifeMs } from './register-passkey'
import type { StepUpBinding, UserPrincipal } from './schema'
import { completeProof, recordFailure, takeFactorAttempt } from './second-factor'
import type { SessionToken } from './sign-in'

type Purpose = 'passkey_verify' | 'passkey_step_up'

/**
 * Asks for a passkey's proof. Without a binding it is a second factor at sign-in or an ordinary
 * step-up; with one it proves consent to this action, on this item, with this content.
 */
export async function passkeyOptions(
  auth: AuthParts,
  principal: UserPrincipal,
  bound: StepUpBinding | null,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  if (bound) requireMfa(principal)
  return auth.unit.transact(async (tx) => {
    const passkeys = await tx.factors.passkeys(principal.user_id)
    if (passkeys.length === 0) throw new L0Error('conflict', 'You have no passkey here yet.')
    const options = await generateAuthenticationOptions({
      rpID: auth.relyingParty.id,
      allowCredentials: passkeys.map(({ credential_id }) => ({ id: credential_id })),
      userVerification: 'required',
    })
    const now = auth.clock.now()
    await tx.challenges.add({
      id: newId('chal', now.getTime()),
      user_id: principal.user_id,
      purpose: purposeOf(bound),
      value: options.challenge,
      binding: bindingText(principal, bound),
      now,
      expires_at: new Date(now.getTime() + challengeLifeMs),
    })
    return options
  })
}

/**
 * Takes the proof. A bound one leaves a grant that `spendBoundProof` takes once within five minutes.
 * Throws `invalid_input` for a proof that does not hold, was used, or is for something else.
 */
export async function provePasskey(
  auth: AuthParts,
  principal: UserPrincipal,
  proof: { response: AuthenticationResponseJSON; bound: StepUpBinding | null },
  origin: RequestOrigin,
): Promise<SessionToken> {
  if (proof.bound) requireMfa(principal)
  await takeFactorAttempt(auth, principal)
  const session = await auth.unit.transact(async (tx) => {
    if (!(await verify(auth, tx, principal, proof))) {
      await recordFailure(tx, principal, origin)
      return null
    }
    if (proof.bound) await leaveGrant(auth, tx, principal, proof.bound)
    return completeProof(auth, tx, principal, 'passkey', origin)
  })
  if (session) return session
  throw invalidInput('response', 'does not prove your passkey for this. Try again.')
}

/**
 * For actions of high risk: takes the grant that a passkey left for exactly this action, item and
 * content, in this session. Throws `step_up_required` (with `passkey: true` and `bound`, what to
 * prove) when there is none; a grant for content that has changed since does not count. Call it inside the decision's own
 * transaction, so that a decision that fails gives the grant back.
 */
export async function spendBoundProof(
  tx: Pick<AuthTransaction, 'challenges'>,
  principal: UserPrincipal,
  bound: StepUpBinding,
  now: Date,
): Promise<void> {
  const which = {
    user_id: principal.user_id,
    purpose: 'grant' as const,
    binding: bindingText(principal, bound),
  }
  if (await tx.challenges.spend({ ...which, now })) return
  throw new L0Error('step_up_required', 'Confirm this very content with your passkey.', {
    extra: { passkey: true, bound },
  })
}

async function verify(
  auth: AuthParts,
  tx: AuthTransaction,
  principal: UserPrincipal,
  { response, bound }: { response: AuthenticationResponseJSON; bound: StepUpBinding | null },
): Promise<boolean> {
  const now = auth.clock.now()
  const binding = bindingText(principal, bound)
  const which = { user_id: principal.user_id, purpose: purposeOf(bound), binding, now }
  const challenge = await tx.challenges.spend(which)
  const passkeys = await tx.factors.passkeys(principal.user_id)
  const passkey = passkeys.find(({ credential_id }) => credential_id === response.id)
  if (!challenge || !passkey) return false
  const counter = await newCounter(auth, passkey, challenge.value, response)
  return counter !== null && tx.factors.passkeyUsed(passkey.id, counter, now)
}

async function newCounter(
  auth: AuthParts,
  passkey: PasskeyRecord,
  expectedChallenge: string,
  response: AuthenticationResponseJSON,
): Promise<number | null> {
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge,
    expectedOrigin: auth.relyingParty.origin,
    expectedRPID: auth.relyingParty.id,
    requireUserVerification: true,
    credential: {
      id: passkey.credential_id,
      publicKey: Uint8Array.from(passkey.public_key),
      counter: passkey.counter,
    },
  }).catch(() => null)
  return verified?.verified ? verified.authenticationInfo.newCounter : null
}

async function leaveGrant(
  auth: AuthParts,
  tx: AuthTransaction,
  principal: UserPrincipal,
  bound: StepUpBinding,
): Promise<void> {
  const now = auth.clock.now()
  await tx.challenges.add({
    id: newId('chal', now.getTime()),
    user_id: principal.user_id,
    purpose: 'grant',
    value: '',
    binding: bindingText(principal, bound),
    now,
    expires_at: new Date(now.getTime() + challengeLifeMs),
  })
}

function purposeOf(bound: StepUpBinding | null): Purpose {
  return bound ? 'passkey_step_up' : 'passkey_verify'
}

/** JSON, so that no two different bindings read the same. */
function bindingText(principal: UserPrincipal, bound: StepUpBinding | null): string {
  const { session_id, workspace_id } = principal
  if (!bound) return JSON.stringify([session_id])
  return JSON.stringify([session_id, workspace_id, bound.action, bound.item, bound.content_hash])
}
