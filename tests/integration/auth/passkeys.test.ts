import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { passkeyRegistrationOptions, registerPasskey, removePasskey } from '@/lib/auth/register-passkey'
import type { StepUpBinding, UserPrincipal } from '@/lib/auth/schema'
import { signIn } from '@/lib/auth/sign-in'
import { passkeyOptions, provePasskey, spendBoundProof } from '@/lib/auth/use-passkey'
import {
  elsewhere,
  makePerson,
  makeWorkspace,
  origin,
  password,
  principalFor,
  signInFully,
  startAuth,
} from './harness'
import type { Person, Started } from './harness'
import { softwareAuthenticator } from './software-authenticator'

let started: Started
let workspaceId: string

beforeAll(async () => {
  started = await startAuth()
  workspaceId = await makeWorkspace(started)
})
afterAll(() => started.close())

const site = () => started.auth.relyingParty
const refused = { code: 'invalid_input' }

async function withPasskey() {
  const person = await makePerson(started, workspaceId, 'operator')
  const { principal } = await signInFully(started, person)
  return { person, ...(await register(principal)) }
}

async function register(principal: UserPrincipal) {
  const device = softwareAuthenticator(site())
  const { challenge } = await passkeyRegistrationOptions(started.auth, principal)
  const made = { name: 'laptop', response: device.create(challenge) }
  const done = await registerPasskey(started.auth, principal, made, origin)
  return { device, made, done, principal: (await principalFor(started, done.session))! }
}

async function half(person: Person) {
  const session = await signIn(started.auth, { email: person.email, password }, elsewhere())
  return (await principalFor(started, session))!
}

describe('passkeys', () => {
  test('one completes a sign-in', async () => {
    const { person, device } = await withPasskey()
    const principal = await half(person)
    const { challenge } = await passkeyOptions(started.auth, principal, null)
    const proof = { response: device.get(challenge), bound: null }
    const session = await provePasskey(started.auth, principal, proof, origin)
    expect((await principalFor(started, session))!.mfa_at).not.toBeNull()
  })

  test('one may be the first factor, and then brings recovery codes', async () => {
    const person = await makePerson(started, workspaceId, 'operator')
    await started.auth.unit.transact((tx) => tx.users.clearFactors(person.user_id))
    const { done, principal } = await register(await half(person))
    expect(done.recovery_codes).toHaveLength(10)
    expect(principal).toMatchObject({ mfa_enrolled: true })
    const only = await started.auth.unit.transact((tx) => tx.factors.passkeys(person.user_id))
    const attempt = removePasskey(started.auth, principal, only[0]!.id, origin)
    await expect(attempt).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a proof works once, of parallel ones exactly one', async () => {
    const { person, device } = await withPasskey()
    const principal = await half(person)
    const { challenge } = await passkeyOptions(started.auth, principal, null)
    const proof = { response: device.get(challenge), bound: null }
    const all = await Promise.allSettled(
      Array.from({ length: 5 }, () => provePasskey(started.auth, principal, proof, origin)),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a challenge ends after five minutes, and a registration cannot be repeated', async () => {
    const { device, principal, made } = await withPasskey()
    await expect(registerPasskey(started.auth, principal, made, origin)).rejects.toMatchObject(refused)
    const { challenge } = await passkeyOptions(started.auth, principal, null)
    started.clock.at += 300_000
    const late = { response: device.get(challenge), bound: null }
    await expect(provePasskey(started.auth, principal, late, origin)).rejects.toMatchObject(refused)
  })

  test('another site, another device or another person is refused', async () => {
    const { principal } = await withPasskey()
    const other = await withPasskey()
    const strangers = [
      softwareAuthenticator({ ...site(), origin: 'https://evil.example' }),
      softwareAuthenticator(site()),
      other.device,
    ]
    for (const stranger of strangers) {
      const { challenge } = await passkeyOptions(started.auth, principal, null)
      const proof = { response: stranger.get(challenge), bound: null }
      await expect(provePasskey(started.auth, principal, proof, origin)).rejects.toMatchObject(refused)
    }
  })
})

describe('a step-up bound to what it proves', () => {
  const bound: StepUpBinding = { action: 'proposal.approve', item: 'prop_1', content_hash: 'aa' }
  const spend = (principal: UserPrincipal, what: StepUpBinding) =>
    started.auth.unit.transact((tx) => spendBoundProof(tx, principal, what, started.clock.now()))
  const missing = { code: 'step_up_required', extra: { passkey: true } }

  async function granted() {
    const { device, principal } = await withPasskey()
    const { challenge } = await passkeyOptions(started.auth, principal, bound)
    await provePasskey(started.auth, principal, { response: device.get(challenge), bound }, origin)
    return { device, principal }
  }

  test('counts for this action, item and content, once', async () => {
    const { principal } = await granted()
    await expect(spend(principal, { ...bound, content_hash: 'bb' })).rejects.toMatchObject(missing)
    await expect(spend(principal, { ...bound, item: 'prop_2' })).rejects.toMatchObject(missing)
    await expect(spend(principal, { ...bound, action: 'proposal.reject' })).rejects.toMatchObject(missing)
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => spend(principal, bound)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('ends after five minutes, and is not for another session', async () => {
    const { principal } = await granted()
    await expect(spend({ ...principal, session_id: 'ses_other' }, bound)).rejects.toMatchObject(missing)
    started.clock.at += 300_000
    await expect(spend(principal, bound)).rejects.toMatchObject(missing)
  })

  test('an unbound proof leaves no grant, and a challenge for one thing proves no other', async () => {
    const { device, principal } = await withPasskey()
    const plain = await passkeyOptions(started.auth, principal, null)
    await provePasskey(
      started.auth,
      principal,
      { response: device.get(plain.challenge), bound: null },
      origin,
    )
    await expect(spend(principal, bound)).rejects.toMatchObject(missing)
    const { challenge } = await passkeyOptions(started.auth, principal, bound)
    const swapped = { response: device.get(challenge), bound: { ...bound, content_hash: 'bb' } }
    await expect(provePasskey(started.auth, principal, swapped, origin)).rejects.toMatchObject(refused)
  })

  test('a decision that fails gives the grant back', async () => {
    const { principal } = await granted()
    const failing = started.auth.unit.transact(async (tx) => {
      await spendBoundProof(tx, principal, bound, started.clock.now())
      throw new Error('the decision failed')
    })
    await expect(failing).rejects.toThrow('the decision failed')
    await expect(spend(principal, bound)).resolves.toBeUndefined()
  })
})
