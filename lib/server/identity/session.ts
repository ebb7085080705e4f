import type { UserPrincipal } from '@/lib/auth/schema'
import { principalOf, sessionTouchMs } from '@/lib/auth/session'
import { sha256Hex } from '@/lib/kernel/hash'
import type { Call } from '../http/call'
import type { Container } from '../container'
import { unsealSession, readSessionCookie } from './session-cookie'

/**
 * The person behind the session cookie, checked against the session row on every request, so that
 * a revocation, a new role epoch or a removed membership counts at once. Null when there is none.
 */
export async function authenticateSession(call: Call, app: Container): Promise<UserPrincipal | null> {
  return authenticateCookies(call.header('cookie'), app)
}

/** As `authenticateSession`, from a `Cookie` header: pages have no `Call`. */
export async function authenticateCookies(
  cookies: string | null,
  app: Container,
): Promise<UserPrincipal | null> {
  const value = readSessionCookie(app.env, cookies)
  const session = value ? await unsealSession(app.secrets, value) : null
  if (!session) return null
  const record = await app.auth.sessions.find(session.session_id)
  const now = app.clock.now()
  const principal = record && principalOf(record, sha256Hex(session.token), now)
  if (!principal) return null
  if (now.getTime() - record.last_seen_at.getTime() >= sessionTouchMs) {
    await app.auth.sessions.touch(record.id, now)
  }
  return principal
}
