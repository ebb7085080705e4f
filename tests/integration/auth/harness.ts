import { generate } from 'otplib'
import pino from 'pino'
import { openDatabase } from '@/lib/adapters/postgres/database'
import { createUserWithPassword } from '@/lib/auth/seed-user'
import type { Role, UserPrincipal } from '@/lib/auth/schema'
import { proveSecondFactor } from '@/lib/auth/second-factor'
import { signIn, type SessionToken } from '@/lib/auth/sign-in'
import { readEnv } from '@/lib/env'
import { newId } from '@/lib/kernel/ids'
import type { Base } from '@/lib/server/base'
import type { Call } from '@/lib/server/http/call'
import { composeAuth } from '@/lib/server/compose/auth'
import { composeWorkspaces } from '@/lib/server/compose/workspaces'
import { setContainer, type Container } from '@/lib/server/container'
import { makeMetrics } from '@/lib/server/metrics'
import type { RouteHandler } from '@/lib/server/http/route'
import { makeSecrets } from '@/lib/server/secrets'
import { sealSession, sessionCookieName } from '@/lib/server/identity/session-cookie'
import { authenticateSession } from '@/lib/server/identity/session'
import { WorkspacePolicy } from '@/lib/workspaces/schema'

export const password = 'correct horse battery staple'
export const origin = { request_id: 'req_test', address: '192.0.2.7', user_agent: 'vitest' }

// Files share the database: each starts somewhere else.
let places = Math.floor(Math.random() * 2 ** 23)
/** Somewhere nobody has signed in from, so that one test's attack does not slow another. */
export function elsewhere() {
  places++
  return { ...origin, address: `10.${(places >> 16) & 255}.${(places >> 8) & 255}.${places & 255}` }
}

/** A container over the test database, with a clock that only moves when told. */
export async function startAuth() {
  const url = process.env.L0_TEST_DATABASE_URL!
  const queries = { count: 0 }
  const env = readEnv({ L0_SECRET: 's'.repeat(40), DATABASE_URL: url, NODE_ENV: 'test' })
  const clock = { at: Date.now(), now: () => new Date(clock.at) }
  const db = openDatabase({ url, role: 'l0_app', onQuery: () => queries.count++ })
  const base = {
    env,
    clock,
    db,
    log: pino({ level: 'silent' }),
    metrics: makeMetrics(),
    secrets: makeSecrets(env.L0_SECRET),
    hot: undefined as never,
  } satisfies Base
  const auth = composeAuth(base, { passwordCost: { ln: 10, r: 8, p: 1 } })
  const app = {
    ...base,
    auth,
    workspaces: composeWorkspaces(base),
    limiter: { take: () => 0 },
    defaultKeyRatePerMinute: 1_000,
  } as unknown as Container
  setContainer(app)
  const close = async () => {
    await auth.close()
    await db.close()
  }
  return { app, auth, db, clock, queries, close }
}
export type Started = Awaited<ReturnType<typeof startAuth>>

export async function makeWorkspace({ db }: Started): Promise<string> {
  const id = newId('ws')
  const policy = WorkspacePolicy.parse({})
  await db.prisma.workspace.create({
    data: { id, slug: id.replace('_', '-'), name: 'Test', policy, salt: 'salt' },
  })
  return id
}

export async function makePerson(started: Started, workspaceId: string, role: Role) {
  const email = `${newId('usr').slice(-12)}@example.com`
  const person = { workspaceId, email, name: 'A Person', password, role }
  const made = await createUserWithPassword(started.auth, person)
  return { ...made, email }
}
export type Person = Awaited<ReturnType<typeof makePerson>>

export async function codeOf(person: { totp_secret: string }, { clock }: Started): Promise<string> {
  return generate({ secret: person.totp_secret, epoch: Math.floor(clock.at / 1_000) })
}

/** Signs in with both factors and moves the clock on, so that the next code is a new one. */
export async function signInFully(started: Started, person: Person) {
  const { auth } = started
  const opened = await signIn(auth, { email: person.email, password }, elsewhere())
  const principal = await principalFor(started, opened)
  const session = await proveSecondFactor(auth, principal!, await codeOf(person, started), origin)
  started.clock.at += 30_000
  return { session, principal: (await principalFor(started, session))! }
}

export async function principalFor(started: Started, session: SessionToken): Promise<UserPrincipal | null> {
  return authenticateSession(await callWith(started, session), started.app)
}

/** A call of a browser that holds this session's cookie. */
export async function callWith(
  { app }: Started,
  session: SessionToken | null,
  init: { method?: string; body?: unknown; params?: Record<string, string>; query?: string } = {},
): Promise<Call> {
  const cookie = session ? `${sessionCookieName(app.env)}=${await sealSession(app.secrets, session)}` : null
  const headers: Record<string, string | null> = {
    cookie,
    host: 'localhost:3000',
    origin: 'http://localhost:3000',
    'sec-fetch-site': 'same-origin',
    'x-l0-csrf': '1',
    'content-type': 'application/json',
    'user-agent': 'vitest',
  }
  return {
    method: init.method ?? 'GET',
    path: '/',
    query: new URLSearchParams(init.query ?? ''),
    params: init.params ?? {},
    header: (name) => headers[name.toLowerCase()] ?? null,
    body: async () => Buffer.from(JSON.stringify(init.body ?? {})),
    remote: origin.address,
    signal: new AbortController().signal,
    requestId: newId('req'),
  }
}

/** Calls a route as a browser would; the session is taken from its new cookie when there is one. */
export async function ask(
  started: Started,
  handler: RouteHandler,
  session: SessionToken | null,
  init: { body?: unknown; params?: Record<string, string>; query?: string } = {},
) {
  const reply = await handler.answer(
    await callWith(started, session, { ...init, method: handler.spec.method }),
  )
  const body = typeof reply.body === 'string' ? JSON.parse(reply.body) : null
  return { status: reply.status, body, headers: reply.headers }
}
