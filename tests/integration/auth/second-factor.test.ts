import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { confirmTotp, enrolTotp } from '@/lib/auth/enrol-totp'
import { readMe } from '@/lib/auth/read-me'
import { newRecoveryCodes, recoveryCodeHash } from '@/lib/auth/recovery-codes'
import { proveSecondFactor, stepUp } from '@/lib/auth/second-factor'
import { signIn } from '@/lib/auth/sign-in'
import { POST as verify } from '@/app/api/console/mfa/verify/route'
import { GET as me } from '@/app/api/console/me/route'
import * as keys from '@/app/api/console/keys/route'
import {
  ask,
  codeOf,
  elsewhere,
  makePerson,
  makeWorkspace,
  origin,
  password,
  principalFor,
  signInFully,
  startAuth,
  type Started,
} from './harness'

let started: Started
let workspaceId: string

beforeAll(async () => {
  started = await startAuth()
  workspaceId = await makeWorkspace(started)
})
afterAll(() => started.close())

async function halfSignedIn() {
  const person = await makePerson(started, workspaceId, 'admin')
  const session = await signIn(started.auth, { email: person.email, password }, elsewhere())
  return { person, session, principal: (await principalFor(started, session))! }
}

describe('second factor', () => {
  test('the password alone opens nothing but /mfa', async () => {
    const { session, principal } = await halfSignedIn()
    expect(principal.mfa_at).toBeNull()
    const mine = await ask(started, me, session)
    expect(mine.status).toBe(200)
    expect(mine.body).toMatchObject({ mfa_enrolled: true, mfa_at: null })
    const refused = await ask(started, keys.GET, session)
    expect([refused.status, refused.body.code]).toEqual([403, 'mfa_required'])
  })

  test('a code completes the sign-in and gives the session a new token', async () => {
    const { person, session } = await halfSignedIn()
    const reply = await ask(started, verify, session, { body: { code: await codeOf(person, started) } })
    expect(reply.status).toBe(200)
    expect(reply.body.mfa_at).not.toBeNull()
    expect(String(reply.headers['set-cookie'])).toMatch(/^l0\.session=[0-9a-f]+\..+HttpOnly; SameSite=Lax/)
    started.clock.at += 11_000
    expect(await principalFor(started, session)).toBeNull()
  })

  test('of 100 parallel posts of one code exactly one succeeds', async () => {
    const { person, principal } = await halfSignedIn()
    const code = await codeOf(person, started)
    const posts = Array.from({ length: 100 }, () => proveSecondFactor(started.auth, principal, code, origin))
    const results = await Promise.allSettled(posts)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('the store itself gives a time step to one of 100', async () => {
    const { person } = await halfSignedIn()
    const step = Math.floor(started.clock.at / 30_000)
    const posts = Array.from({ length: 100 }, () =>
      started.auth.unit.transact((tx) => tx.users.useTotpStep(person.user_id, step)),
    )
    expect((await Promise.all(posts)).filter(Boolean)).toHaveLength(1)
  })

  test('a used code is refused later in its window too', async () => {
    const { person, principal } = await halfSignedIn()
    const code = await codeOf(person, started)
    const session = await proveSecondFactor(started.auth, principal, code, origin)
    const again = await principalFor(started, session)
    await expect(stepUp(started.auth, again!, code, origin)).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('a recovery code works once, in parallel too', async () => {
    const { person, principal } = await halfSignedIn()
    const codes = newRecoveryCodes()
    await started.auth.unit.transact((tx) =>
      tx.factors.replaceRecoveryCodes(person.user_id, codes.map(recoveryCodeHash)),
    )
    const posts = Array.from({ length: 5 }, () =>
      proveSecondFactor(started.auth, principal, codes[0]!.toUpperCase(), origin),
    )
    const results = await Promise.allSettled(posts)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await readMe(started.auth, principal)).recovery_codes_left).toBe(9)
  })

  test('guessing codes is slowed, never stopped for good', async () => {
    const { person, principal } = await halfSignedIn()
    for (let i = 0; i < 5; i++) {
      await expect(proveSecondFactor(started.auth, principal, '000000', origin)).rejects.toMatchObject({
        code: 'invalid_input',
      })
    }
    const right = async () =>
      proveSecondFactor(started.auth, principal, await codeOf(person, started), origin)
    await expect(right()).rejects.toMatchObject({ code: 'rate_limited' })
    started.clock.at += 60_000
    await expect(right()).resolves.toMatchObject({ session_id: principal.session_id })
  })

  test('a step-up lasts five minutes', async () => {
    const person = await makePerson(started, workspaceId, 'admin')
    const { session } = await signInFully(started, person)
    const body = { name: 'k', scopes: ['lookup'] }
    expect((await ask(started, keys.POST, session, { body })).status).toBe(200)
    started.clock.at += 271_000
    const late = await ask(started, keys.POST, session, { body })
    expect([late.status, late.body.code]).toEqual([403, 'step_up_required'])
  })
})

describe('enrolment', () => {
  async function unenrolled() {
    const person = await makePerson(started, workspaceId, 'operator')
    await started.auth.unit.transact((tx) => tx.users.clearFactors(person.user_id))
    const session = await signIn(started.auth, { email: person.email, password }, elsewhere())
    return { person, principal: (await principalFor(started, session))! }
  }

  test('a first factor is enrolled with the password, and confirms the session', async () => {
    const { principal } = await unenrolled()
    expect(principal.mfa_enrolled).toBe(false)
    const { secret, otpauth_uri, qr_svg } = await enrolTotp(started.auth, principal)
    expect(otpauth_uri).toContain(`secret=${secret}`)
    expect(qr_svg).toContain('<svg')
    const code = await codeOf({ totp_secret: secret }, started)
    const { session, recovery_codes } = await confirmTotp(started.auth, principal, code, origin)
    expect(new Set(recovery_codes).size).toBe(10)
    const now = await principalFor(started, session)
    expect(now).toMatchObject({ mfa_enrolled: true })
    expect(now!.mfa_at).not.toBeNull()
  })

  test('enrolling voids the other sessions of the person', async () => {
    const { person, principal } = await unenrolled()
    const other = await signIn(started.auth, { email: person.email, password }, elsewhere())
    const { secret } = await enrolTotp(started.auth, principal)
    await confirmTotp(started.auth, principal, await codeOf({ totp_secret: secret }, started), origin)
    expect(await principalFor(started, other)).toBeNull()
  })

  test('whoever has only the password cannot replace an enrolled factor', async () => {
    const { principal } = await halfSignedIn()
    await expect(enrolTotp(started.auth, principal)).rejects.toMatchObject({ code: 'mfa_required' })
  })

  test('two enrolments at once: the second does not replace the first', async () => {
    const { person, principal } = await unenrolled()
    const other = (await principalFor(
      started,
      await signIn(started.auth, { email: person.email, password }, elsewhere()),
    ))!
    const thief = await enrolTotp(started.auth, other)
    const mine = await enrolTotp(started.auth, principal)
    await confirmTotp(started.auth, principal, await codeOf({ totp_secret: mine.secret }, started), origin)
    const code = await codeOf({ totp_secret: thief.secret }, started)
    await expect(confirmTotp(started.auth, other, code, origin)).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })

  test('secrets and codes are not stored readable', async () => {
    const person = await makePerson(started, workspaceId, 'viewer')
    const user = await started.db.prisma.user.findUniqueOrThrow({ where: { id: person.user_id } })
    expect(user.totp_secret).not.toContain(person.totp_secret)
    expect(started.app.secrets.open(user.totp_secret!)).toBe(person.totp_secret)
    expect(user.password_hash).toMatch(/^\$scrypt\$ln=10,r=8,p=1\$/)
  })
})
