import type { UserPrincipal } from '@/lib/auth/schema'
import type { Call } from './call'
import type { Container } from './container'

/** The person behind the session cookie, checked against the session row; null when there is none. */
export async function authenticateSession(_call: Call, _app: Container): Promise<UserPrincipal | null> {
  return null
}
