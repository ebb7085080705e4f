import type { AuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { endSessionByToken } from '@/lib/auth/end-session'
import type { RequestOrigin } from '@/lib/auth/ports'
import { signIn, signInByProvider, type SessionToken } from '@/lib/auth/sign-in'
import { tellNextAuth } from '@/lib/env'
import { isL0Error } from '@/lib/kernel/errors'
import type { Container } from './container'
import {
  isSecure,
  sealSession,
  sessionCookieName,
  sessionCookieOptions,
  sessionCookieSeconds,
  unsealSession,
} from './session-cookie'

type OidcProfile = { sub: string; email?: string; email_verified?: boolean; name?: string }

/**
 * next-auth runs the exchange with the browser (CSRF token, callback, cookie); who may sign in, and
 * how long a session stands, is decided in `lib/auth`. Its JWT carries a session's id and token only.
 *
 * Errors the sign-in page sees in `result.error`: `CredentialsSignin` (not these credentials),
 * `rate_limited:<seconds>`, `overloaded:<seconds>`, `unavailable:1`.
 */
export function nextAuthOptions(app: Container, origin: RequestOrigin, siteOrigin: string): AuthOptions {
  const { env, secrets, auth } = app
  tellNextAuth(env)
  const oidc = oidcProvider(app)
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
      // The address is checked again by the use case; here only so that the page gets a plain refusal.
      signIn: ({ account, profile }) =>
        account?.provider !== 'oidc' || (profile as OidcProfile | undefined)?.email_verified === true,
      jwt: async ({ token, user, account, profile }) => {
        if (!user) return token
        if (account?.provider !== 'oidc') return carry(user as unknown as SessionToken)
        const { email = '', email_verified = false } = profile as OidcProfile
        return carry(await signInByProvider(auth, { email, email_verified }, origin))
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

/** Single sign-on, when the environment names a provider. */
function oidcProvider({ env }: Container): OAuthConfig<OidcProfile> | null {
  if (!env.OIDC_ISSUER || !env.OIDC_CLIENT_ID || !env.OIDC_CLIENT_SECRET) return null
  return {
    id: 'oidc',
    name: 'Single sign-on',
    type: 'oauth',
    wellKnown: `${env.OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId: env.OIDC_CLIENT_ID,
    clientSecret: env.OIDC_CLIENT_SECRET,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    profile: (profile) => ({ id: profile.sub, email: profile.email, name: profile.name }),
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
