import type { PasswordResetRecord, PasswordResetStore } from '@/lib/auth/ports'
import { scrub } from '@/lib/safety/scrub'
import type { Db, Scoped } from './database'

/** Resets of forgotten passwords, of one workspace. */
export function passwordResetStore({ db, workspaceId }: Scoped): PasswordResetStore {
  const open = { workspace_id: workspaceId, used_at: null, revoked_at: null }
  return {
    listOpen: (now) =>
      db.passwordReset.findMany({
        where: { ...open, expires_at: { gt: now } },
        orderBy: { created_at: 'asc' },
        take: 200,
      }),
    lock: async (id) => {
      const [row] = await db.$queryRaw<PasswordResetRecord[]>`
        SELECT * FROM password_reset WHERE id = ${id} AND workspace_id = ${workspaceId} FOR UPDATE`
      return row ?? null
    },
    add: async (reset) => {
      await db.passwordReset.create({
        data: { ...reset, reason: scrub(reset.reason), workspace_id: workspaceId },
        select: { id: true },
      })
    },
    approve: async (id, by, tokenHash, now) => {
      const data = { approved_by: by, approved_at: now, token_hash: tokenHash }
      await db.passwordReset.updateMany({ where: { ...open, id }, data })
    },
    revoke: async (id, now) => {
      const { count } = await db.passwordReset.updateMany({
        where: { ...open, id },
        data: { revoked_at: now },
      })
      return count === 1
    },
    revokeFor: async (userId, now) => {
      await db.passwordReset.updateMany({ where: { ...open, user_id: userId }, data: { revoked_at: now } })
    },
  }
}

/** By the hash of a one-use link; locks the row. */
export async function findPasswordReset(db: Db, tokenHash: string): Promise<PasswordResetRecord | null> {
  const [row] = await db.$queryRaw<PasswordResetRecord[]>`
    SELECT * FROM password_reset WHERE token_hash = ${tokenHash} FOR UPDATE`
  return row ?? null
}

/** True for exactly one caller. */
export async function usePasswordReset(db: Db, id: string, now: Date): Promise<boolean> {
  const where = { id, used_at: null, revoked_at: null, expires_at: { gt: now } }
  return (await db.passwordReset.updateMany({ where, data: { used_at: now } })).count === 1
}
