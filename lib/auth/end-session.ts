import { notFound } from '@/lib/kernel/errors'
import { sha256Hex } from '@/lib/kernel/hash'
import type { AuthParts, RequestOrigin } from './ports'
import type { SessionView, UserPrincipal } from './schema'
import { actorOf } from './second-factor'
import { trace, type SessionToken } from './sign-in'

/** The person's own live sessions, last used first. */
export async function listSessions(auth: AuthParts, principal: UserPrincipal): Promise<SessionView[]> {
  const now = auth.clock.now()
  const sessions = await auth.unit.transact((tx) => tx.sessions.listLive(principal.user_id, now))
  return sessions.map((session) => ({ ...session, current: session.id === principal.session_id }))
}

/** Ends one of the person's own sessions, at once; throws `not_found` for anybody else's. */
export async function endSession(
  auth: AuthParts,
  principal: UserPrincipal,
  id: string,
  origin: RequestOrigin,
): Promise<void> {
  await auth.unit.transact(async (tx) => {
    const ended = await tx.sessions.revoke(id, principal.user_id, auth.clock.now())
    if (!ended) throw notFound('This session')
    await tx.audit(principal.workspace_id).append({
      type: 'session.revoked',
      actor: actorOf(principal),
      target: { type: 'session', id },
      reason: id === principal.session_id ? 'signed out' : 'ended from another session',
      ...trace(origin),
    })
  })
}

/** Signs out everywhere; `keepCurrent` leaves the session that asks. Returns how many ended. */
export async function endAllSessions(
  auth: AuthParts,
  principal: UserPrincipal,
  keepCurrent: boolean,
  origin: RequestOrigin,
): Promise<number> {
  return auth.unit.transact(async (tx) => {
    const except = keepCurrent ? principal.session_id : undefined
    const ended = await tx.sessions.revokeAll(principal.user_id, auth.clock.now(), except)
    await tx.audit(principal.workspace_id).append({
      type: 'session.revoked',
      actor: actorOf(principal),
      target: { type: 'user', id: principal.user_id, label: principal.email },
      reason: keepCurrent ? 'signed out everywhere else' : 'signed out everywhere',
      after: { sessions: ended },
      ...trace(origin),
    })
    return ended
  })
}

/** Sign-out: whoever holds a session's token may end it. Ends nothing for a wrong token. */
export async function endSessionByToken(
  auth: AuthParts,
  session: SessionToken,
  origin: RequestOrigin,
): Promise<void> {
  await auth.unit.transact(async (tx) => {
    const record = await tx.sessions.find(session.session_id)
    const hash = sha256Hex(session.token)
    if (!record || (hash !== record.token_hash && hash !== record.previous_hash)) return
    if (!(await tx.sessions.revoke(record.id, record.user_id, auth.clock.now()))) return
    await tx.audit(record.workspace_id).append({
      type: 'session.revoked',
      actor: { type: 'user', id: record.user_id, label: record.email },
      target: { type: 'session', id: record.id },
      reason: 'signed out',
      ...trace(origin),
    })
  })
}
