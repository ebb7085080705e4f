import type { Challenge, ChallengeStore } from '@/lib/auth/ports'
import type { Db } from './database'
import { Prisma } from './generated/client'

/** One-use challenges: spending is a conditional update, so that exactly one caller gets each. */
export function challengeStore({ db }: { db: Db }): ChallengeStore {
  return {
    add: async ({ now, ...challenge }) => {
      await db.challenge.create({ data: { ...challenge, created_at: now }, select: { id: true } })
    },
    spend: async ({ user_id, purpose, binding, now }) => {
      const bound = binding === undefined ? Prisma.empty : Prisma.sql`AND binding = ${binding}`
      const [row] = await db.$queryRaw<Challenge[]>`
        UPDATE challenge SET used_at = ${now}
         WHERE id = (
           SELECT id FROM challenge
            WHERE user_id = ${user_id} AND purpose = ${purpose} ${bound}
              AND used_at IS NULL AND expires_at > ${now}
            ORDER BY created_at DESC, id DESC LIMIT 1 FOR UPDATE
         ) AND used_at IS NULL
        RETURNING id, value, binding`
      return row ?? null
    },
    peek: async ({ user_id, purpose, binding, now }) =>
      db.challenge.findFirst({
        where: { user_id, purpose, binding, used_at: null, expires_at: { gt: now } },
        orderBy: [{ created_at: 'desc' }, { id: 'desc' }],
        select: { id: true, value: true, binding: true },
      }),
  }
}
