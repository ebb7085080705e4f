import type { KeyObject } from 'node:crypto'
import { newSigningKey, readSigningKey, verifierKey } from '@/lib/audit/note'
import type { SignerKeys } from '@/lib/audit/ports'
import { newId } from '@/lib/kernel/ids'
import type { Database, Db } from './database'

type Sealer = {
  seal(plain: string): string
  open(sealed: string): string
  current(purpose: 'at-rest'): { id: string }
}

/** The installation's signing keys: stored sealed, readable by the signer's role only. */
export function signerKeys(signer: Database, sealer: Sealer): SignerKeys {
  return {
    held: () =>
      signer.transaction(async (db) => {
        const rows = await heldRows(db)
        if (rows.length > 0) return rows.map((row) => readSigningKey(sealer.open(row.private_key)))
        // Two instances that start together must not make two keys.
        await lockKeys(db)
        const again = await heldRows(db)
        if (again.length > 0) return again.map((row) => readSigningKey(sealer.open(row.private_key)))
        return [await addKey(db, sealer)]
      }),
    successor: () =>
      signer.transaction(async (db) => {
        await lockKeys(db)
        const rows = await heldRows(db)
        // More than one: a rotation broke off, and the newest key is what it was going to.
        if (rows.length > 1) return readSigningKey(sealer.open(rows[0]!.private_key))
        return addKey(db, sealer)
      }),
    retireAllBut: async (kept, at) => {
      await signer.prisma.signerKey.updateMany({
        where: { retired_at: null, public_key: { not: verifierKey('l0', kept) } },
        // What may sign nothing more is not kept: nobody can steal it later.
        data: { retired_at: at, private_key: '' },
      })
    },
    async sealedWithOlder() {
      const rows = (await heldRows(signer.prisma)).filter((row) => isOlder(sealer, row))
      const readable = rows.filter((row) => opened(sealer, row) !== null).length
      return { readable, unreadable: rows.length - readable }
    },
    reseal: () =>
      signer.transaction(async (db) => {
        await lockKeys(db)
        for (const row of (await heldRows(db)).filter((row) => isOlder(sealer, row))) {
          const pem = opened(sealer, row)
          if (pem === null) continue
          await db.signerKey.update({ where: { id: row.id }, data: { private_key: sealer.seal(pem) } })
        }
      }),
  }
}

/** What is sealed begins with the id of its key. */
function isOlder(sealer: Sealer, { private_key }: { private_key: string }): boolean {
  return !private_key.startsWith(`${sealer.current('at-rest').id}.`)
}

function opened(sealer: Sealer, { private_key }: { private_key: string }): string | null {
  try {
    return sealer.open(private_key)
  } catch {
    return null
  }
}

function heldRows(db: Db) {
  return db.signerKey.findMany({
    where: { retired_at: null },
    orderBy: [{ created_at: 'desc' }, { id: 'desc' }],
  })
}

async function lockKeys(db: Db): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('l0.signer', 0))`
}

async function addKey(db: Db, sealer: Sealer): Promise<KeyObject> {
  const pem = newSigningKey()
  const key = readSigningKey(pem)
  await db.signerKey.create({
    data: { id: newId('sgn'), public_key: verifierKey('l0', key), private_key: sealer.seal(pem) },
  })
  return key
}
