import { decode, encode } from 'next-auth/jwt'
import type { SessionToken } from '@/lib/auth/sign-in'
import { sessionLifeMs } from '@/lib/auth/session'
import type { Env } from '@/lib/env'
import type { Secrets } from '../secrets'

export const sessionCookieSeconds = sessionLifeMs / 1_000

/** `__Host-` ties the cookie to this host and to https; plain http has no such cookies. */
export function isSecure(env: Env): boolean {
  return env.L0_URL?.startsWith('https:') ?? false
}

export function sessionCookieName(env: Env): string {
  return isSecure(env) ? '__Host-l0.session' : 'l0.session'
}

export function sessionCookieOptions(env: Env) {
  return { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecure(env) }
}

/**
 * The cookie's value: `<key id>.<JWE>`, the JWE as next-auth makes it, holding only the session's id
 * and its secret token. The key id lets the master secret be rotated without signing everybody out.
 */
export async function sealSession(secrets: Secrets, session: SessionToken): Promise<string> {
  const { id, key } = secrets.current('session')
  const token = { sid: session.session_id, token: session.token }
  return `${id}.${await encode({ token, secret: key.toString('hex'), maxAge: sessionCookieSeconds })}`
}

/** Null for anything that was not sealed here, or has expired. */
export async function unsealSession(secrets: Secrets, value: string): Promise<SessionToken | null> {
  const dot = value.indexOf('.')
  const key = secrets.byId('session', value.slice(0, dot))
  if (!key) return null
  const payload = await decode({ token: value.slice(dot + 1), secret: key.key.toString('hex') }).catch(
    () => null,
  )
  if (typeof payload?.sid !== 'string' || typeof payload.token !== 'string') return null
  return { session_id: payload.sid, token: payload.token }
}

/** `Set-Cookie` for a session that was opened or rotated. */
export async function sessionSetCookie(env: Env, secrets: Secrets, session: SessionToken): Promise<string> {
  return cookieText(env, await sealSession(secrets, session), sessionCookieSeconds)
}

/** The value of the session cookie in a `Cookie` header, or null. */
export function readSessionCookie(env: Env, header: string | null): string | null {
  if (!header) return null
  const name = `${sessionCookieName(env)}=`
  const found = header.split(';').find((pair) => pair.trimStart().startsWith(name))
  return found ? found.trim().slice(name.length) : null
}

function cookieText(env: Env, value: string, maxAgeSeconds: number): string {
  const secure = isSecure(env) ? '; Secure' : ''
  return `${sessionCookieName(env)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`
}
