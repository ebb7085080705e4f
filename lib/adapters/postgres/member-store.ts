import type { MemberStore } from '@/lib/auth/ports'
import type { Member, Role } from '@/lib/auth/schema'
import type { Scoped } from './database'
import { Prisma } from './generated/client'

type Row = {
  user_id: string
  email: string
  name: string
  role: Role
  mfa_enrolled: boolean
  created_at: Date
  last_seen_at: Date | null
}

/** Members of one workspace. Removal keeps the row, so that old decisions still name somebody. */
export function memberStore({ db, workspaceId }: Scoped): MemberStore {
  const select = (which: Prisma.Sql) => db.$queryRaw<Row[]>`
    SELECT m.user_id, u.email, u.name, m.role, m.created_at,
           (u.totp_enrolled_at IS NOT NULL
             OR EXISTS (SELECT 1 FROM passkey p WHERE p.user_id = u.id)) AS mfa_enrolled,
           (SELECT max(s.last_seen_at) FROM session s
             WHERE s.user_id = m.user_id AND s.workspace_id = m.workspace_id) AS last_seen_at
      FROM membership m JOIN app_user u ON u.id = m.user_id
     WHERE m.workspace_id = ${workspaceId} AND m.removed_at IS NULL ${which}
     ORDER BY lower(u.name), u.email LIMIT 1000`
  return {
    list: async () => (await select(Prisma.empty)).map(toMember),
    get: async (userId) => {
      const [row] = await select(Prisma.sql`AND m.user_id = ${userId}`)
      return row ? toMember(row) : null
    },
    lockAll: async () => {
      await db.$queryRaw`SELECT id FROM workspace WHERE id = ${workspaceId} FOR UPDATE`
    },
    countAdmins: () =>
      db.membership.count({ where: { workspace_id: workspaceId, role: 'admin', removed_at: null } }),
    put: async (userId, role, now) => {
      await db.membership.upsert({
        where: { workspace_id_user_id: { workspace_id: workspaceId, user_id: userId } },
        create: { workspace_id: workspaceId, user_id: userId, role, created_at: now },
        update: { role, removed_at: null },
      })
    },
    remove: async (userId, now) => {
      const where = { workspace_id: workspaceId, user_id: userId, removed_at: null }
      await db.membership.updateMany({ where, data: { removed_at: now } })
    },
  }
}

function toMember(row: Row): Member {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at?.toISOString() ?? null,
  }
}
