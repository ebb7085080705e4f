import type { SessionChange, SessionStore } from '@/lib/auth/ports'
import { sessionIdleMs, type SessionRecord } from '@/lib/auth/session'
import type { Db } from './database'

/** Sessions on the server: a cookie is worth nothing without its row. */
export function sessionStore({ db }: { db: Db }): SessionStore {
  return {
    create: async ({ now, ...session }) => {
      const data = { ...session, created_at: now, last_seen_at: now }
      await db.session.create({ data, select: { id: true } })
    },
    find: (id) => find(db, id),
    rotate: (id, change) => rotate(db, id, change),
    touch: async (id, now) => {
      await db.$executeRaw`UPDATE session SET last_seen_at = ${now} WHERE id = ${id} AND last_seen_at < ${now}`
    },
    revoke: async (id, userId, now) => {
      const where = { id, user_id: userId, revoked_at: null }
      return (await db.session.updateMany({ where, data: { revoked_at: now } })).count === 1
    },
    revokeAll: async (userId, now, except) => {
      const where = { user_id: userId, revoked_at: null, ...(except ? { id: { not: except } } : {}) }
      return (await db.session.updateMany({ where, data: { revoked_at: now } })).count
    },
    listLive: (userId, now) => listLive(db, userId, now),
    lastWorkspace: async (userId) => {
      const where = { user_id: userId }
      const last = await db.session.findFirst({ where, orderBy: { last_seen_at: 'desc' } })
      return last?.workspace_id ?? null
    },
  }
}

async function find(db: Db, id: string): Promise<SessionRecord | null> {
  const [row] = await db.$queryRaw<SessionRecord[]>`
    SELECT s.id, s.user_id, s.workspace_id, s.token_hash, s.epoch, s.created_at, s.last_seen_at, s.expires_at,
           s.mfa_at, s.step_up_at, s.revoked_at, s.previous_hash, s.previous_mfa_at, s.rotated_at,
           u.email, u.name, u.epoch AS user_epoch, u.disabled_at,
           (u.totp_enrolled_at IS NOT NULL
             OR EXISTS (SELECT 1 FROM passkey p WHERE p.user_id = u.id)) AS mfa_enrolled,
           m.role
      FROM session s
      JOIN app_user u ON u.id = s.user_id
      LEFT JOIN membership m
        ON m.workspace_id = s.workspace_id AND m.user_id = s.user_id AND m.removed_at IS NULL
     WHERE s.id = ${id}`
  return row ?? null
}

async function rotate(db: Db, id: string, change: SessionChange): Promise<boolean> {
  const { token_hash, now, step_up_at, mfa, epoch, workspace_id } = change
  const changed = await db.$executeRaw`
    UPDATE session
       SET previous_hash = token_hash, previous_mfa_at = mfa_at, rotated_at = ${now},
           token_hash = ${token_hash}, step_up_at = ${step_up_at}, last_seen_at = ${now},
           mfa_at = COALESCE(${mfa?.at ?? null}::timestamptz, mfa_at),
           mfa_method = COALESCE(${mfa?.method ?? null}::text, mfa_method),
           epoch = COALESCE(${epoch ?? null}::int, epoch),
           workspace_id = COALESCE(${workspace_id ?? null}::text, workspace_id)
     WHERE id = ${id} AND revoked_at IS NULL`
  return changed === 1
}

async function listLive(db: Db, userId: string, now: Date) {
  const rows = await db.$queryRaw<
    { id: string; created_at: Date; last_seen_at: Date; mfa_at: Date | null; user_agent: string | null }[]
  >`
    SELECT s.id, s.created_at, s.last_seen_at, s.mfa_at, s.user_agent
      FROM session s JOIN app_user u ON u.id = s.user_id AND u.epoch = s.epoch
     WHERE s.user_id = ${userId} AND s.revoked_at IS NULL AND s.expires_at > ${now}
       AND s.last_seen_at > ${new Date(now.getTime() - sessionIdleMs)}
     ORDER BY s.last_seen_at DESC`
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    mfa_at: row.mfa_at?.toISOString() ?? null,
  }))
}
