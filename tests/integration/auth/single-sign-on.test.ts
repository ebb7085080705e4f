import { spawn, type ChildProcess } from 'node:child_process'
import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth from 'next-auth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Container } from '@/lib/server/container'
import { nextAuthOptions } from '@/lib/server/identity/next-auth'
import { authenticateSession } from '@/lib/server/identity/session'
import { sessionCookieName } from '@/lib/server/identity/session-cookie'
import { offersSingleSignOn } from '@/lib/server/identity/single-sign-on'
import { callWith, makePerson, makeWorkspace, origin, startAuth, type Person, type Started } from './harness'

const site = 'http://localhost:3000'
const client = { id: 'l0', secret: 'a secret of the client' }

let started: Started
let app: Container
let person: Person
let provider: ChildProcess

beforeAll(async () => {
  started = await startAuth()
  person = await makePerson(started, await makeWorkspace(started), 'operator')
  const people = {
    member: { email: person.email, email_verified: true, name: 'A Person' },
    unverified: { email: person.email, email_verified: false },
    stranger: { email: 'stranger@example.com', email_verified: true },
  }
  provider = spawn(process.execPath, ['tests/fakes/oidc-server.mjs'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      CLIENT_ID: client.id,
      CLIENT_SECRET: client.secret,
      REDIRECT_URI: `${site}/api/auth/callback/oidc`,
      PEOPLE: JSON.stringify(people),
    },
  })
  const issuer = await new Promise<string>((resolve, reject) => {
    provider.stdout!.once('data', (data: Buffer) => resolve(data.toString().trim()))
    provider.once('exit', (code) => reject(new Error(`The provider ended with ${code}.`)))
  })
  const oidc = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret }
  app = { ...started.app, env: { ...started.app.env, ...oidc } } as Container
}, 30_000)
afterAll(async () => {
  provider.kill()
  await started.close()
})

/** Cookies of one browser, for both sites. */
class Jar extends Map<string, string> {
  get parsed() {
    return Object.fromEntries([...this].map(([name, value]) => [name, decodeURIComponent(value)]))
  }
  get header() {
    return [...this].map(([name, value]) => `${name}=${value}`).join('; ')
  }
  take(lines: string[]) {
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      if (value) this.set(name!, value)
      else this.delete(name!)
    }
  }
}

type Ask = {
  action: 'csrf' | 'signin' | 'callback'
  method?: string
  providerId?: string
  query?: Record<string, string>
  body?: Record<string, string>
}

/** next-auth with our options, in its form for plain requests: what the route does, without Next around it. */
async function askUs(jar: Jar, { action, providerId, query = {}, body = {}, method = 'GET' }: Ask) {
  const reply = { body: null as unknown, redirect: '', cookies: [] as string[] }
  const response = {
    status: () => response,
    setHeader(name: string, value: string | string[]) {
      if (name === 'Location') reply.redirect = String(value)
      if (name === 'Set-Cookie') reply.cookies = [value].flat()
      return response
    },
    getHeader: (name: string) => (name === 'Set-Cookie' ? reply.cookies : undefined),
    json: (value: unknown) => void (reply.body = value),
    send: (value: unknown) => void (reply.body = value),
    end: () => {},
  }
  const nextauth = providerId ? [action, providerId] : [action]
  const request = {
    method,
    body,
    headers: {},
    cookies: jar.parsed,
    query: { ...query, nextauth },
  }
  const options = nextAuthOptions(app, origin, site)
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, options)
  jar.take(reply.cookies)
  return reply
}

async function begin(jar: Jar): Promise<string> {
  const csrf = await askUs(jar, { action: 'csrf' })
  const { csrfToken } = csrf.body as { csrfToken: string }
  const body = { csrfToken, callbackUrl: '/mfa', json: 'true' }
  const reply = await askUs(jar, { action: 'signin', method: 'POST', providerId: 'oidc', body })
  return (reply.body as { url: string }).url
}

/** Signs in at the provider and consents, as the browser would; returns where it sends the browser back to. */
async function signInThere(start: string, login: string): Promise<URL> {
  const jar = new Jar()
  let url = new URL(start)
  for (let step = 0; step < 15; step++) {
    if (url.origin === site) return url
    const page = await fetch(url, { redirect: 'manual', headers: { cookie: jar.header } })
    jar.take(page.headers.getSetCookie())
    const response = page.status === 200 ? await submit(jar, url, await page.text(), login) : page
    jar.take(response.headers.getSetCookie())
    url = new URL(response.headers.get('location')!, url)
  }
  throw new Error('The provider never came back.')
}

function submit(jar: Jar, at: URL, html: string, login: string): Promise<Response> {
  const action = /action="([^"]+)"/.exec(html)![1]!
  const prompt = /name="prompt" value="([^"]+)"/.exec(html)![1]!
  const form = new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'any' } : { prompt })
  return fetch(new URL(action, at), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: jar.header },
    body: form,
  })
}

async function signIn(login: string) {
  const jar = new Jar()
  const back = await signInThere(await begin(jar), login)
  const query = Object.fromEntries(back.searchParams)
  const before = new Jar(jar)
  const reply = await askUs(jar, { action: 'callback', providerId: 'oidc', query })
  return { jar, before, query, redirect: reply.redirect }
}

async function whoIs(jar: Jar) {
  const name = sessionCookieName(app.env)
  const call = await callWith(started, null)
  const header = (asked: string) => (asked === 'cookie' ? `${name}=${jar.get(name)}` : call.header(asked))
  return authenticateSession({ ...call, header }, app)
}

describe('single sign-on at a real provider', () => {
  test('a member signs in there, comes back signed in here, and still owes our second factor', async () => {
    const { jar, redirect } = await signIn('member')
    expect(redirect).toBe(`${site}/mfa`)
    expect(await whoIs(jar)).toMatchObject({ user_id: person.user_id, mfa_at: null })
  })

  test('a stranger, or an address the provider has not verified, is led back with a reason', async () => {
    for (const login of ['stranger', 'unverified']) {
      const { jar, redirect } = await signIn(login)
      expect(redirect).toBe('/sign-in?error=not_a_member')
      expect(jar.has(sessionCookieName(app.env))).toBe(false)
    }
  })

  test('a reply works once, in the browser that asked, and with its own state', async () => {
    const { before, query } = await signIn('member')
    const again = await askUs(before, { action: 'callback', providerId: 'oidc', query })
    expect(again.redirect).toContain('error=')
    const fresh = new Jar()
    const back = await signInThere(await begin(fresh), 'member')
    const stolen = Object.fromEntries(back.searchParams)
    const elsewhere = await askUs(new Jar(), { action: 'callback', providerId: 'oidc', query: stolen })
    expect(elsewhere.redirect).toContain('error=')
    const swapped = await askUs(fresh, {
      action: 'callback',
      providerId: 'oidc',
      query: { ...stolen, state: 'another' },
    })
    expect(swapped.redirect).toContain('error=')
    expect(fresh.has(sessionCookieName(app.env))).toBe(false)
  })

  test('an environment that names no provider offers none', () => {
    expect(offersSingleSignOn(started.app.env)).toBe(false)
    expect(offersSingleSignOn(app.env)).toBe(true)
    expect(nextAuthOptions(started.app, origin, site).providers).toHaveLength(1)
  })
})
