import type { KeyObject } from 'node:crypto'
import { newSigningKey, readSigningKey, verifierKey } from '@/lib/audit/note'
import { newId } from '@/lib/kernel/ids'
import type { Database } from './database'

type Sealer = { seal(plain: string): string; open(sealed: string): string }

/** The installation's signing key: made on first use, stored sealed, readable by the signer's role only. */
export async function currentSigningKey(signer: Database, sealer: Sealer): Promise<KeyObject> {
  return signer.transaction(async (db) => {
    // Two instances that start together must not make two keys.
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('l0.signer', 0))`
    const row = await db.signerKey.findFirst({ where: { retired_at: null }, orderBy: { created_at: 'desc' } })
    if (row) return readSigningKey(sealer.open(row.private_key))
    const pem = newSigningKey()
    const key = readSigningKey(pem)
    await db.signerKey.create({
      data: { id: newId('sgn'), public_key: verifierKey('l0', key), private_key: sealer.seal(pem) },
    })
    return key
  })
}
