import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AuthOptions } from 'next-auth'
import { endAllSessions, endSession, listSessions } from '@/lib/auth/end-session'
import { signIn, signInByProvider } from '@/lib/auth/sign-in'
import { GET as me } from '@/app/api/console/me/route'
import { nextAuthOptions } from '@/lib/server/identity/next-auth'
import { unsealSession } from '@/lib/server/identity/session-cookie'
import {
  ask,
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

type Internal = { status?: number; redirect?: string; body?: { csrfToken: string }; cookies?: Cookie[] }
type Cookie = { name: string; value: string; options: Record<string, unknown> }
type AuthHandler = (input: { req: object; options: AuthOptions }) => Promise<Internal>

// next-auth's exchange without Next around it: the same function its route handler calls.
const fromHere = createRequire(import.meta.url)
const core = fromHere('../../../node_modules/next-auth/core/index.js') as { AuthHandler: AuthHandler }

const site = 'http://localhost:3100'
let started: Started
let workspaceId: string

beforeAll(async () => {
  started = await startAuth()
  workspaceId = await makeWorkspace(started)
})
afterAll(() => started.close())

async function exchange(email: string, secret: string, from = elsewhere()) {
  const options = nextAuthOptions(started.app, from, site)
  const headers = { host: 'localhost:3000' }
  const csrf = await core.AuthHandler({
    req: { action: 'csrf', method: 'GET', cookies: {}, headers },
    options,
  })
  const cookies = Object.fromEntries((csrf.cookies ?? []).map(({ name, value }) => [name, value]))
  const csrfToken = csrf.body!.csrfToken
  const body = { email, password: secret, csrfToken, json: 'true' }
  const req = {
    action: 'callback',
    providerId: 'credentials',
    method: 'POST',
    cookies,
    headers,
    body,
    query: {},
  }
  return core.AuthHandler({ req, options })
}

describe('sign-in through next-auth', () => {
  test('the right password gives a cookie that the server knows', async () => {
    const person = await makePerson(started, workspaceId, 'viewer')
    const reply = await exchange(person.email, password)
    const cookie = reply.cookies!.find(({ name }) => name === 'l0.session')!
    expect(cookie.options).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/', secure: false })
    const session = await unsealSession(started.app.secrets, cookie.value)
    const mine = await ask(started, me, session)
    expect(mine.body).toMatchObject({ email: person.email, mfa_at: null, role: 'viewer' })
  })

  test('wrong password, unknown account and an account without workspace are refused alike', async () => {
    const person = await makePerson(started, workspaceId, 'viewer')
    const left = await makePerson(started, workspaceId, 'viewer')
    await started.auth.unit.transact((tx) =>
      tx.workspace(workspaceId).members.remove(left.user_id, started.clock.now()),
    )
    const replies = [
      await exchange(person.email, 'not the password at all'),
      await exchange('nobody@example.com', password),
      await exchange(left.email, password),
    ]
    for (const reply of replies) {
      expect(reply.status).toBe(401)
      expect(reply.redirect).toContain('error=CredentialsSignin')
      expect(reply.cookies?.some(({ name }) => name === 'l0.session')).toBe(false)
    }
  })

  test('a throttled sign-in tells the page how long to wait, and nothing else', async () => {
    const person = await makePerson(started, workspaceId, 'viewer')
    const from = elsewhere()
    for (let i = 0; i < 8; i++) await exchange(person.email, 'not the password at all', from)
    const reply = await exchange(person.email, password, from)
    expect(new URL(reply.redirect!).searchParams.get('error')).toMatch(/^rate_limited:\d+$/)
  })

  test('the browser is sent on to this site only', async () => {
    const { redirect } = nextAuthOptions(started.app, origin, site).callbacks!
    const land = (url: string) => redirect!({ url, baseUrl: 'http://localhost:3000' })
    expect(await land('/sign-in')).toBe(`${site}/sign-in`)
    expect(await land(`${site}/queue`)).toBe(`${site}/queue`)
    expect(await land('http://localhost:3000')).toBe(`${site}/`)
    for (const bad of [
      'https://evil.example/x',
      '//evil.example',
      'javascript:alert(1)',
      '/\\evil.example',
    ]) {
      expect(await land(bad)).toBe(site)
    }
  })

  test('signing out ends the session on the server', async () => {
    const { session } = await signInFully(started, await makePerson(started, workspaceId, 'viewer'))
    const options = nextAuthOptions(started.app, origin, site)
    await options.events!.signOut!({ token: { sid: session.session_id, token: session.token } } as never)
    expect(await principalFor(started, session)).toBeNull()
  })
})

describe('throttling', () => {
  test('waits double up to a bound, and never become a lock', async () => {
    const person = await makePerson(started, workspaceId, 'viewer')
    const from = elsewhere()
    const wrong = () => signIn(started.auth, { email: person.email, password: 'wrong wrong wrong' }, from)
    for (let i = 0; i < 40; i++) {
      await wrong().catch(() => {})
      started.clock.at += 15 * 60_000
    }
    const opened = await signIn(started.auth, { email: person.email, password }, from)
    expect(await principalFor(started, opened)).not.toBeNull()
  })

  test('an attacker elsewhere delays the owner by a minute at most', async () => {
    const person = await makePerson(started, workspaceId, 'viewer')
    for (let i = 0; i < 60; i++) {
      await signIn(started.auth, { email: person.email, password: 'wrong wrong wrong' }, elsewhere()).catch(
        () => {},
      )
      started.clock.at += 1_000
    }
    started.clock.at += 60_000
    await expect(signIn(started.auth, { email: person.email, password }, elsewhere())).resolves.toBeTruthy()
  })

  test('100 parallel guesses do not slip through together', async () => {
    const person = await makePerson(started, workspaceId, 'viewer')
    const from = elsewhere()
    const guesses = Array.from({ length: 100 }, () =>
      signIn(started.auth, { email: person.email, password: 'wrong wrong wrong' }, from).catch(
        (error) => error.code,
      ),
    )
    const codes = await Promise.all(guesses)
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5)
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(95)
  })

  test('an office that signs in all day is not taken for an attack', async () => {
    const office = elsewhere()
    const people = await Promise.all(
      Array.from({ length: 4 }, () => makePerson(started, workspaceId, 'viewer')),
    )
    for (let i = 0; i < 60; i++) {
      await signIn(started.auth, { email: people[i % 4]!.email, password }, office)
    }
  })
})

describe('sessions', () => {
  test('a revoked session is refused at the next request', async () => {
    const person = await makePerson(started, workspaceId, 'operator')
    const first = await signInFully(started, person)
    const second = await signInFully(started, person)
    expect(await listSessions(started.auth, first.principal)).toHaveLength(2)
    await endSession(started.auth, first.principal, second.session.session_id, origin)
    expect(await principalFor(started, second.session)).toBeNull()
    expect(await principalFor(started, first.session)).not.toBeNull()
  })

  test('nobody can end a session of somebody else', async () => {
    const mine = await signInFully(started, await makePerson(started, workspaceId, 'admin'))
    const theirs = await signInFully(started, await makePerson(started, workspaceId, 'viewer'))
    const attempt = endSession(started.auth, mine.principal, theirs.session.session_id, origin)
    await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
  })

  test('signing out everywhere ends every session', async () => {
    const person = await makePerson(started, workspaceId, 'operator')
    const [one, two] = [await signInFully(started, person), await signInFully(started, person)]
    expect(await endAllSessions(started.auth, one.principal, false, origin)).toBe(2)
    expect(await principalFor(started, one.session)).toBeNull()
    expect(await principalFor(started, two.session)).toBeNull()
  })

  test('a new epoch, a disabled account, a lost membership: each voids the session', async () => {
    const { prisma } = started.db
    const breaks = [
      (id: string) => prisma.user.update({ where: { id }, data: { epoch: { increment: 1 } } }),
      (id: string) => prisma.user.update({ where: { id }, data: { disabled_at: new Date() } }),
      (id: string) =>
        prisma.membership.updateMany({ where: { user_id: id }, data: { removed_at: new Date() } }),
    ]
    for (const breakIt of breaks) {
      const person = await makePerson(started, workspaceId, 'viewer')
      const { session } = await signInFully(started, person)
      expect(await principalFor(started, session)).not.toBeNull()
      await breakIt(person.user_id)
      expect(await principalFor(started, session)).toBeNull()
    }
  })

  test('twelve idle hours or seven days end a session', async () => {
    const person = await makePerson(started, workspaceId, 'viewer')
    const idle = await signInFully(started, person)
    started.clock.at += 12 * 3_600_000
    expect(await principalFor(started, idle.session)).toBeNull()
    const busy = await signInFully(started, person)
    for (let hours = 0; hours < 7 * 24 - 2; hours += 6) {
      expect(await principalFor(started, busy.session)).not.toBeNull()
      started.clock.at += 6 * 3_600_000
    }
    started.clock.at += 6 * 3_600_000
    expect(await principalFor(started, busy.session)).toBeNull()
  })

  test('a cookie of another secret, or a made-up one, is nobody', async () => {
    const { session } = await signInFully(started, await makePerson(started, workspaceId, 'viewer'))
    expect(await principalFor(started, { ...session, token: 'x'.repeat(43) })).toBeNull()
    expect(await unsealSession(started.app.secrets, 'nonsense')).toBeNull()
    expect(
      await unsealSession(started.app.secrets, `${started.app.secrets.current('session').id}.a.b.c.d.e`),
    ).toBeNull()
  })
})

describe('single sign-on', () => {
  test('only a verified address of an existing member gets in, and still needs our second factor', async () => {
    const person = await makePerson(started, workspaceId, 'viewer')
    const bad = [
      { email: person.email, email_verified: false },
      { email: 'stranger@example.com', email_verified: true },
    ]
    for (const identity of bad) {
      await expect(signInByProvider(started.auth, identity, origin)).rejects.toMatchObject({
        code: 'unauthenticated',
      })
    }
    const session = await signInByProvider(
      started.auth,
      { email: person.email, email_verified: true },
      origin,
    )
    expect((await principalFor(started, session))!.mfa_at).toBeNull()
  })
})

test('every sign-in, right, wrong or throttled, is in a log', async () => {
  const person = await makePerson(started, workspaceId, 'viewer')
  await signIn(started.auth, { email: person.email, password: 'wrong wrong wrong' }, elsewhere()).catch(
    () => {},
  )
  await signIn(started.auth, { email: 'ghost@example.com', password }, elsewhere()).catch(() => {})
  const failed = { type: 'signin.failed' }
  const { prisma } = started.db
  expect(
    await prisma.auditEvent.count({
      where: { ...failed, target_id: person.user_id, workspace_id: workspaceId },
    }),
  ).toBe(1)
  expect(
    await prisma.auditEvent.count({ where: { ...failed, target_id: 'unknown', workspace_id: 'system' } }),
  ).toBeGreaterThan(0)
  const bodies = await prisma.auditEvent.findMany({ where: failed, select: { body: true } })
  expect(bodies.map(({ body }) => body).join()).not.toContain('ghost@example.com')
})
