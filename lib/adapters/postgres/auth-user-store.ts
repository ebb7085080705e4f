import type { MembershipOf, UserRecord, UserStore } from '@/lib/auth/ports'
import type { Role } from '@/lib/auth/schema'
import type { Db } from './database'
import { Prisma } from './generated/client'

type Row = Omit<UserRecord, 'totp_last_step'> & { totp_last_step: bigint }

const columns = Prisma.sql`
  u.id, u.email, u.name, u.password_hash, u.totp_secret, u.totp_last_step, u.epoch, u.disabled_at,
  (u.totp_enrolled_at IS NOT NULL OR EXISTS (SELECT 1 FROM passkey p WHERE p.user_id = u.id)) AS mfa_enrolled`

/** People's accounts. Not a workspace's: one person may be a member of several. */
export function userStore({ db }: { db: Db }): UserStore {
  const one = async (query: Prisma.Sql) => {
    const [row] = await db.$queryRaw<Row[]>(query)
    return row ? { ...row, totp_last_step: Number(row.totp_last_step) } : null
  }
  return {
    get: (id) => one(Prisma.sql`SELECT ${columns} FROM app_user u WHERE u.id = ${id}`),
    findByEmail: (email) => one(Prisma.sql`SELECT ${columns} FROM app_user u WHERE u.email = ${email}`),
    lock: (id) => one(Prisma.sql`SELECT ${columns} FROM app_user u WHERE u.id = ${id} FOR UPDATE OF u`),
    create: async (user) => void (await db.user.create({ data: user, select: { id: true } })),
    setPassword: async (id, hash) => {
      await db.user.update({ where: { id }, data: { password_hash: hash }, select: { id: true } })
    },
    setTotp: async (id, { secret, last_step, now }) => {
      const data = { totp_secret: secret, totp_enrolled_at: now, totp_last_step: BigInt(last_step) }
      await db.user.update({ where: { id }, data, select: { id: true } })
    },
    // One statement: the row lock makes parallel posts of one code take turns, the condition lets one win.
    useTotpStep: async (id, step) =>
      (await db.$executeRaw`
        UPDATE app_user SET totp_last_step = ${BigInt(step)} WHERE id = ${id} AND totp_last_step < ${BigInt(step)}`) ===
      1,
    clearFactors: async (id) => {
      await db.user.update({
        where: { id },
        data: { totp_secret: null, totp_enrolled_at: null },
        select: { id: true },
      })
      await db.passkey.deleteMany({ where: { user_id: id } })
      await db.recoveryCode.deleteMany({ where: { user_id: id } })
      await db.challenge.deleteMany({ where: { user_id: id } })
    },
    raiseEpoch: async (id) => {
      const data = { epoch: { increment: 1 } }
      return (await db.user.update({ where: { id }, data, select: { epoch: true } })).epoch
    },
    memberships: (id) => memberships(db, id),
  }
}

function memberships(db: Db, userId: string): Promise<MembershipOf[]> {
  return db.$queryRaw<{ id: string; slug: string; name: string; role: Role }[]>`
    SELECT w.id, w.slug, w.name, m.role
      FROM membership m JOIN workspace w ON w.id = m.workspace_id
     WHERE m.user_id = ${userId} AND m.removed_at IS NULL
     ORDER BY m.created_at, w.id`
}
