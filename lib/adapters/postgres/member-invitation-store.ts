import type { InvitationRecord, InvitationStore } from '@/lib/auth/ports'
import type { Role } from '@/lib/auth/schema'
import type { Db, Scoped } from './database'
import type { Invitation } from './generated/client'

/** Invitations of one workspace. */
export function invitationStore({ db, workspaceId }: Scoped): InvitationStore {
  return {
    list: async (now) => {
      const rows = await db.invitation.findMany({
        where: { workspace_id: workspaceId, accepted_at: null, revoked_at: null, expires_at: { gt: now } },
        orderBy: { created_at: 'desc' },
        take: 500,
      })
      return rows.map((row) => {
        const { id, email, role, created_at, expires_at } = toRecord(row)
        return { id, email, role, created_at, expires_at }
      })
    },
    add: async (invitation) => {
      const created_at = new Date(invitation.created_at)
      const expires_at = new Date(invitation.expires_at)
      const data = { ...invitation, workspace_id: workspaceId, created_at, expires_at }
      await db.invitation.create({ data, select: { id: true } })
    },
    revoke: async (id, now) => {
      const where = { id, workspace_id: workspaceId, accepted_at: null, revoked_at: null }
      return (await db.invitation.updateMany({ where, data: { revoked_at: now } })).count === 1
    },
    revokeFor: async (email, now) => {
      const where = { email, workspace_id: workspaceId, accepted_at: null, revoked_at: null }
      await db.invitation.updateMany({ where, data: { revoked_at: now } })
    },
  }
}

/** By the hash of a one-use link, with the workspace's name; locks the row. */
export async function findInvitation(
  db: Db,
  tokenHash: string,
): Promise<(InvitationRecord & { workspace: string }) | null> {
  const [row] = await db.$queryRaw<(Invitation & { workspace: string })[]>`
    SELECT i.*, w.name AS workspace FROM invitation i JOIN workspace w ON w.id = i.workspace_id
     WHERE i.token_hash = ${tokenHash} FOR UPDATE OF i`
  return row ? { ...toRecord(row), workspace: row.workspace } : null
}

export async function acceptInvitation(db: Db, id: string, now: Date): Promise<boolean> {
  const where = { id, accepted_at: null, revoked_at: null, expires_at: { gt: now } }
  return (await db.invitation.updateMany({ where, data: { accepted_at: now } })).count === 1
}

function toRecord(row: Invitation): InvitationRecord {
  return {
    id: row.id,
    workspace_id: row.workspace_id,
    email: row.email,
    role: row.role as Role,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    accepted_at: row.accepted_at,
    revoked_at: row.revoked_at,
  }
}
