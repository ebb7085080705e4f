import type { AuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { endSessionByToken } from '@/lib/auth/end-session'
import type { RequestOrigin } from '@/lib/auth/ports'
import { signIn, signInByProvider, type SessionToken } from '@/lib/auth/sign-in'
import { tellNextAuth } from '@/lib/env'
import { isL0Error } from '@/lib/kernel/errors'
import type { Container } from '../container'
import {
  isSecure,
  sealSession,
  sessionCookieName,
  sessionCookieOptions,
  sessionCookieSeconds,
  unsealSession,
} from './session-cookie'
import { singleSignOn, singleSignOnId, type OidcProfile } from './single-sign-on'

/**
 * next-auth runs the exchange with the browser (CSRF token, callback, cookie); who may sign in, and
 * how long a session stands, is decided in `lib/auth`. Its JWT carries a session's id and token only.
 *
 * Errors the sign-in page sees in `result.error`: `CredentialsSignin` (not these credentials),
 * `rate_limited:<seconds>`, `overloaded:<seconds>`, `unavailable:1`. After single sign-on its address says
 * `error=not_a_member`, or a code of next-auth's when the exchange failed.
 */
export function nextAuthOptions(app: Container, origin: RequestOrigin, siteOrigin: string): AuthOptions {
  const { env, secrets, auth } = app
  tellNextAuth(env)
  const oidc = singleSignOn(env)
  let opened: SessionToken | null = null
  return {
    providers: [passwordProvider(app, origin), ...(oidc ? [oidc] : [])],
    secret: secrets.current('session').key.toString('hex'),
    session: { strategy: 'jwt', maxAge: sessionCookieSeconds },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    useSecureCookies: isSecure(env),
    cookies: { sessionToken: { name: sessionCookieName(env), options: sessionCookieOptions(env) } },
    jwt: {
      maxAge: sessionCookieSeconds,
      encode: ({ token }) =>
        sealSession(secrets, { session_id: String(token?.sid), token: String(token?.token) }),
      decode: async ({ token }) => {
        const session = token ? await unsealSession(secrets, token) : null
        return session && { sid: session.session_id, token: session.token }
      },
    },
    callbacks: {
      redirect: ({ url, baseUrl }) => landingUrl(url, baseUrl, siteOrigin),
      signIn: async ({ account, profile }) => {
        if (account?.provider !== singleSignOnId) return true
        opened = await openByProvider(app, profile as OidcProfile, origin)
        return opened !== null || '/sign-in?error=not_a_member'
      },
      jwt: async ({ token, user, account }) => {
        if (!user) return token
        return carry(account?.provider === singleSignOnId ? opened! : (user as unknown as SessionToken))
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid !== 'string' || typeof token.token !== 'string') return
        await endSessionByToken(auth, { session_id: token.sid, token: token.token }, origin)
      },
    },
    logger: {
      error: (code) => app.log.warn({ code }, 'next-auth'),
      warn: () => {},
      debug: () => {},
    },
  }
}

function passwordProvider(app: Container, origin: RequestOrigin) {
  return CredentialsProvider({
    name: 'Password',
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    authorize: async (credentials) => {
      const email = String(credentials?.email ?? '').slice(0, 320)
      const password = String(credentials?.password ?? '')
      try {
        const session = await signIn(app.auth, { email, password }, origin)
        return { id: session.session_id, ...session }
      } catch (error) {
        if (isL0Error(error) && error.code === 'unauthenticated') return null
        if (isL0Error(error) && error.retryAfterSeconds) {
          throw new Error(`${error.code}:${error.retryAfterSeconds}`)
        }
        // next-auth shows an error's message to the browser; ours may tell of the inside.
        app.log.error({ err: error, request_id: origin.request_id }, 'sign-in failed')
        throw new Error('unavailable:1')
      }
    },
  })
}

/** Null for whoever is no member: the page then says so. */
async function openByProvider(
  { auth }: Container,
  { email = '', email_verified = false }: OidcProfile,
  origin: RequestOrigin,
): Promise<SessionToken | null> {
  try {
    return await signInByProvider(auth, { email, email_verified }, origin)
  } catch (error) {
    if (isL0Error(error) && error.code === 'unauthenticated') return null
    throw error
  }
}

/**
 * Where the browser goes next: on this site only. Without L0_URL next-auth believes to be served from
 * its default address, so the site the request was sent to stands in.
 */
function landingUrl(url: string, baseUrl: string, siteOrigin: string): string {
  const local = url.startsWith(baseUrl) ? url.slice(baseUrl.length) || '/' : url
  const target = URL.canParse(local, siteOrigin) ? new URL(local, siteOrigin) : null
  return target?.origin === siteOrigin ? target.href : siteOrigin
}

function carry(session: SessionToken) {
  return { sid: session.session_id, token: session.token }
}
