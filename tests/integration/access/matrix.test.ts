import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSystemApiKey } from '@/lib/auth/seed-user'
import type { ApiScope, Role } from '@/lib/auth/schema'
import { sha256Hex } from '@/lib/kernel/hash'
import { newId } from '@/lib/kernel/ids'
import { sealSession, sessionCookieName } from '@/lib/server/identity/session-cookie'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'
import { allRoutes, type FoundRoute } from '../../support/routes'
import { expectedAccess } from './expected-access'

const roles: Role[] = ['viewer', 'operator', 'admin', 'auditor']
const scopes: ApiScope[] = ['lookup', 'review', 'audit']
const states = [
  'password',
  'not enrolled',
  'mfa',
  'fresh',
  'revoked',
  'old epoch',
  'removed',
  'disabled',
] as const
type State = (typeof states)[number]
type Identity =
  | { kind: 'nobody' }
  | { kind: 'made-up key' }
  | { kind: 'key'; scope: ApiScope }
  | { kind: 'person'; role: Role; state: State }

const identities: Identity[] = [
  { kind: 'nobody' },
  { kind: 'made-up key' },
  ...scopes.map((scope) => ({ kind: 'key' as const, scope })),
  ...roles.flatMap((role) => states.map((state) => ({ kind: 'person' as const, role, state }))),
]

/** The refusals of the lock. Anything else, a 404 for a made-up id included, means it opened. */
const refusals = new Set([
  'unauthenticated',
  'forbidden',
  'mfa_required',
  'mfa_enrolment_required',
  'step_up_required',
  'csrf_rejected',
])

function mayPass(rule: string, identity: Identity): boolean {
  if (rule === 'public') return true
  const [people = '', ...keys] = rule.split(' or ')
  if (identity.kind === 'nobody' || identity.kind === 'made-up key') return false
  if (identity.kind === 'key') {
    return [...keys, ...(people.endsWith('key') ? [people] : [])].some(
      (part) => part.replace(' key', '') === identity.scope,
    )
  }
  if (people.endsWith('key')) return false
  if (['revoked', 'old epoch', 'removed', 'disabled'].includes(identity.state)) return false
  if (people === 'password') return true
  if (people === 'enrolling') return identity.state === 'not enrolled' || identity.state === 'fresh'
  if (identity.state === 'password' || identity.state === 'not enrolled') return false
  if (people.endsWith(', fresh code') && identity.state !== 'fresh') return false
  const who = people.replace(', fresh code', '')
  const allowed: Record<string, Role[]> = {
    'any role': roles,
    operator: ['operator', 'admin'],
    admin: ['admin'],
    'reads audit': ['operator', 'auditor', 'admin'],
    'exports audit': ['auditor', 'admin'],
  }
  return allowed[who]!.includes(identity.role)
}

describe('who may call what', () => {
  let test: TestApp
  let routes: FoundRoute[]
  const headers = new Map<string, Record<string, string>>()
  const nameOf = (identity: Identity) => Object.values(identity).join(' ')

  beforeAll(async () => {
    test = await makeTestApp()
    // Signing out everywhere works: it goes last.
    const last = (route: FoundRoute) =>
      route.method === 'DELETE' && route.path === '/api/console/sessions' ? 1 : 0
    routes = (await allRoutes()).sort((a, b) => last(a) - last(b))
    for (const scope of scopes) {
      const { key } = await createSystemApiKey(test.app.auth, {
        workspaceId: test.workspaceId,
        name: scope,
        scopes: [scope],
      })
      headers.set(`key ${scope}`, { authorization: `Bearer ${key}` })
    }
    headers.set('nobody', {})
    headers.set('made-up key', { authorization: 'Bearer l0_aaaaaaaa_notakeyatall' })
    for (const role of roles)
      for (const state of states)
        headers.set(`person ${role} ${state}`, await personHeaders(test, role, state))
  })
  afterAll(() => test.app.close())

  it('is written down for every route, and for nothing else', () => {
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      Object.keys(expectedAccess).sort(),
    )
  })

  it('a route says its own path and method', () => {
    for (const { method, path, handler } of routes)
      expect(`${handler.spec.method} ${handler.spec.path}`).toBe(`${method} ${path}`)
  })

  it.each(identities.map((identity) => [nameOf(identity), identity] as const))(
    '%s',
    async (name, identity) => {
      const wrong: string[] = []
      for (const { method, path, handler } of routes) {
        const rule = expectedAccess[`${method} ${path}`]!
        // next-auth answers for itself, and there is nothing to be refused.
        if (!handler.answer || rule === 'public') continue
        const outcome = await refusalOf(test, handler, method, path, headers.get(name)!)
        if ((outcome === null) !== mayPass(rule, identity))
          wrong.push(`${method} ${path} (${rule}): ${outcome ?? 'let in'}`)
      }
      expect(wrong).toEqual([])
    },
  )

  it('a change with a session is refused without our header, from another site, and from nowhere', async () => {
    const changing = routes.filter(
      ({ method, handler }) => method !== 'GET' && ['session', 'password'].includes(handler.spec.access.by),
    )
    const own = await personHeaders(test, 'admin', 'fresh')
    const tricks: Record<string, string>[] = [
      { ...own, 'x-l0-csrf': '' },
      { ...own, 'sec-fetch-site': 'cross-site' },
      { ...own, 'sec-fetch-site': 'same-site' },
      { ...own, origin: 'https://evil.example', 'sec-fetch-site': '' },
      { ...own, origin: '', 'sec-fetch-site': '' },
    ]
    for (const { method, path, handler } of changing) {
      for (const trick of tricks)
        expect(await refusalOf(test, handler, method, path, trick), path).toBe('csrf_rejected')
    }
  })

  it('headers that steer middleware or name an address open nothing', async () => {
    const tricks = {
      'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy',
      'x-l0-remote': '127.0.0.1',
      'x-forwarded-host': 'localhost',
    }
    for (const { method, path, handler } of routes) {
      if (!handler.answer || expectedAccess[`${method} ${path}`] === 'public') continue
      expect(await refusalOf(test, handler, method, path, tricks), path).toBe('unauthenticated')
    }
  })
})

/** The code of the lock's refusal, or null when the call got past it. */
async function refusalOf(
  _test: TestApp,
  handler: FoundRoute['handler'],
  method: string,
  path: string,
  extra: Record<string, string>,
): Promise<string | null> {
  const call = callOf(path.replace(/\{(\w+)\}/g, 'nothing_$1'), {
    method,
    // Wrong on purpose: nobody's state changes, and parsing comes after the lock.
    body: method === 'GET' ? undefined : '{"nonsense":true}',
    headers: extra,
  })
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  const reply = await handler.answer({
    ...call,
    params: Object.fromEntries(names.map((name) => [name, `nothing_${name}`])),
  })
  if (reply.status < 400 || typeof reply.body !== 'string') {
    if (reply.body && typeof reply.body === 'object' && Symbol.asyncIterator in reply.body)
      await reply.body[Symbol.asyncIterator]().return?.()
    return null
  }
  const body = bodyOf<{ code?: string; error?: { type?: string; code?: string } }>(reply)
  const code = body.code ?? body.error?.code ?? vendorCode[body.error?.type ?? ''] ?? ''
  return refusals.has(code) ? code : null
}

const vendorCode: Record<string, string> = {
  authentication_error: 'unauthenticated',
  permission_error: 'forbidden',
}

async function personHeaders(
  { app, workspaceId }: TestApp,
  role: Role,
  state: State,
): Promise<Record<string, string>> {
  const now = Date.now()
  const { prisma } = app.db
  const userId = newId('usr')
  const enrolled = state !== 'not enrolled'
  await prisma.user.create({
    data: {
      id: userId,
      email: `${userId}@example.com`,
      name: role,
      totp_secret: enrolled ? app.secrets.seal('JBSWY3DPEHPK3PXP') : null,
      totp_enrolled_at: enrolled ? new Date() : null,
      disabled_at: state === 'disabled' ? new Date() : null,
    },
  })
  await prisma.membership.create({
    data: {
      workspace_id: workspaceId,
      user_id: userId,
      role,
      removed_at: state === 'removed' ? new Date() : null,
    },
  })
  const token = newId('req')
  const session = { session_id: newId('ses'), token }
  const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000)
  await prisma.session.create({
    data: {
      id: session.session_id,
      user_id: userId,
      workspace_id: workspaceId,
      token_hash: sha256Hex(token),
      epoch: state === 'old epoch' ? 0 : 1,
      expires_at: new Date(now + 3_600_000),
      mfa_at: state === 'password' || !enrolled ? null : minutesAgo(10),
      step_up_at:
        state === 'fresh' ? minutesAgo(1) : state === 'password' || !enrolled ? null : minutesAgo(10),
      revoked_at: state === 'revoked' ? minutesAgo(1) : null,
    },
  })
  return {
    cookie: `${sessionCookieName(app.env)}=${await sealSession(app.secrets, session)}`,
    host: 'localhost',
    origin: 'http://localhost',
    'sec-fetch-site': 'same-origin',
    'x-l0-csrf': '1',
  }
}
