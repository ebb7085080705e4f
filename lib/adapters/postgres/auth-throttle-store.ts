import type { ThrottleStore } from '@/lib/auth/ports'
import { takeAttempt, type ThrottleState } from '@/lib/auth/throttle'
import type { Db } from './database'

/** Attempts by subject. The row lock makes parallel attempts count one after the other. */
export function throttleStore({ db }: { db: Db }): ThrottleStore {
  return {
    take: async (subject, rule, now) => {
      await db.$executeRaw`
        INSERT INTO throttle (id, failures, blocked_till, updated_at)
        VALUES (${subject}, 0, ${now}, ${now}) ON CONFLICT (id) DO NOTHING`
      const [state] = await db.$queryRaw<ThrottleState[]>`
        SELECT failures, blocked_till, updated_at FROM throttle WHERE id = ${subject} FOR UPDATE`
      const taken = takeAttempt(state ?? null, rule, now)
      if (!taken.allowed) return taken.waitSeconds
      const { failures, blocked_till, updated_at } = taken.next
      await db.$executeRaw`
        UPDATE throttle SET failures = ${failures}, blocked_till = ${blocked_till}, updated_at = ${updated_at}
         WHERE id = ${subject}`
      return 0
    },
    giveBack: async (subject) => {
      await db.$executeRaw`
        UPDATE throttle SET failures = GREATEST(failures - 1, 0), blocked_till = updated_at WHERE id = ${subject}`
    },
    clear: async (subjects) => {
      await db.throttle.deleteMany({ where: { id: { in: subjects } } })
    },
  }
}
