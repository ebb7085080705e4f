import type { ThrottleStore } from '@/lib/auth/ports'
import { takeAttempt, type ThrottleState } from '@/lib/auth/throttle'
import type { Db } from './database'

/** Attempts by subject. The row lock makes parallel attempts count one after the other. */
export function throttleStore({ db }: { db: Db }): ThrottleStore {
  return {
    take: async (subject, rule, now) => {
      // Whoever has to wait is told without a lock, so that a flood does not queue up at the row.
      const seen = await db.throttle.findUnique({ where: { id: subject } })
      const glance = takeAttempt(seen, rule, now)
      if (!glance.allowed) return { allowed: false, waitSeconds: glance.waitSeconds }
      await db.$executeRaw`
        INSERT INTO throttle (id, failures, blocked_till, updated_at)
        VALUES (${subject}, 0, ${now}, ${now}) ON CONFLICT (id) DO NOTHING`
      const [state] = await db.$queryRaw<ThrottleState[]>`
        SELECT failures, blocked_till, updated_at FROM throttle WHERE id = ${subject} FOR UPDATE`
      const taken = takeAttempt(state ?? null, rule, now)
      const { allowed, waitSeconds } = taken
      if (!taken.allowed) return { allowed, waitSeconds }
      const { failures, blocked_till, updated_at } = taken.next
      await db.$executeRaw`
        UPDATE throttle SET failures = ${failures}, blocked_till = ${blocked_till}, updated_at = ${updated_at}
         WHERE id = ${subject}`
      return { allowed, waitSeconds }
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
