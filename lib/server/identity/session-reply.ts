import type { SessionToken } from '@/lib/auth/sign-in'
import { json, type Reply } from '../http/call'
import type { Container } from '../container'
import { sessionSetCookie } from './session-cookie'

/** A JSON reply that also gives the browser its session's new token. */
export async function replyWithSession(
  app: Container,
  session: SessionToken,
  value: unknown,
): Promise<Reply> {
  return json(value, 200, { 'set-cookie': await sessionSetCookie(app.env, app.secrets, session) })
}
