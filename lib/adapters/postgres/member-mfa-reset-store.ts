import type { MfaResetRecord, MfaResetStore } from '@/lib/auth/ports'
import { L0Error } from '@/lib/kernel/errors'
import { scrub } from '@/lib/safety/scrub'
import type { Scoped } from './database'

/** Resets of lost second factors, of one workspace. */
export function mfaResetStore({ db, workspaceId }: Scoped): MfaResetStore {
  const open = { workspace_id: workspaceId, approved_at: null, rejected_at: null }
  return {
    listOpen: (now) =>
      db.mfaReset.findMany({
        where: { ...open, expires_at: { gt: now } },
        orderBy: { created_at: 'asc' },
        take: 200,
      }),
    lock: async (id) => {
      const [row] = await db.$queryRaw<MfaResetRecord[]>`
        SELECT * FROM mfa_reset WHERE id = ${id} AND workspace_id = ${workspaceId} FOR UPDATE`
      return row ?? null
    },
    add: async (reset) => {
      const mine = { ...open, user_id: reset.user_id }
      const now = reset.created_at
      await db.mfaReset.updateMany({
        where: { ...mine, expires_at: { lte: now } },
        data: { rejected_at: now },
      })
      if ((await db.mfaReset.count({ where: mine })) > 0) {
        throw new L0Error('conflict', 'A reset for this person is waiting for a second admin already.')
      }
      await db.mfaReset.create({
        data: { ...reset, reason: scrub(reset.reason), workspace_id: workspaceId },
        select: { id: true },
      })
    },
    approve: async (id, by, now) => {
      await db.mfaReset.updateMany({ where: { ...open, id }, data: { approved_by: by, approved_at: now } })
    },
    reject: async (id, now) => {
      await db.mfaReset.updateMany({ where: { ...open, id }, data: { rejected_at: now } })
    },
  }
}
