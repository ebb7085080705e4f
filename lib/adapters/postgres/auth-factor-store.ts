import type { FactorStore, PasskeyRecord } from '@/lib/auth/ports'
import { newId } from '@/lib/kernel/ids'
import type { Db } from './database'
import type { Passkey } from './generated/client'

/** Recovery codes and passkeys of people. */
export function factorStore({ db }: { db: Db }): FactorStore {
  return {
    replaceRecoveryCodes: async (userId, hashes) => {
      await db.recoveryCode.deleteMany({ where: { user_id: userId } })
      const data = hashes.map((code_hash) => ({ id: newId('rec'), user_id: userId, code_hash }))
      await db.recoveryCode.createMany({ data })
    },
    useRecoveryCode: async (userId, hash, now) => {
      const where = { user_id: userId, code_hash: hash, used_at: null }
      return (await db.recoveryCode.updateMany({ where, data: { used_at: now } })).count === 1
    },
    recoveryCodesLeft: (userId) => db.recoveryCode.count({ where: { user_id: userId, used_at: null } }),
    addPasskey: async ({ counter, public_key, ...passkey }) => {
      const data = { ...passkey, counter: BigInt(counter), public_key: Uint8Array.from(public_key) }
      await db.passkey.create({ data, select: { id: true } })
    },
    passkeys: async (userId) => {
      const rows = await db.passkey.findMany({ where: { user_id: userId }, orderBy: { created_at: 'asc' } })
      return rows.map(toRecord)
    },
    removePasskey: async (userId, id) =>
      (await db.passkey.deleteMany({ where: { id, user_id: userId } })).count === 1,
    // Authenticators that keep no counter always say 0 (WebAuthn §6.1.1): then there is nothing to compare.
    passkeyUsed: async (id, counter, now) =>
      (await db.$executeRaw`
        UPDATE passkey SET counter = ${BigInt(counter)}, last_used_at = ${now}
         WHERE id = ${id} AND (counter < ${BigInt(counter)} OR (counter = 0 AND ${BigInt(counter)} = 0))`) ===
      1,
  }
}

function toRecord(row: Passkey): PasskeyRecord {
  return {
    ...row,
    counter: Number(row.counter),
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
  }
}
