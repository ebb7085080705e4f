import { afterAll } from 'vitest'
import { auditLog } from '@/lib/adapters/postgres/audit-log'
import { openDatabase } from '@/lib/adapters/postgres/database'
import { newId } from '@/lib/kernel/ids'
import { auditLogContract } from '../../contract/audit-log'

const url = process.env.L0_TEST_DATABASE_URL!
const database = openDatabase({ url, role: 'l0_app' })
const signer = openDatabase({ url, role: 'l0_signer', maxConnections: 2 })
afterAll(async () => {
  await database.close()
  await signer.close()
})

auditLogContract('on Postgres', async () => ({
  log: auditLog(database, signer),
  newWorkspaceId: async () => newId('ws'),
  transact: (work) => database.transaction(work),
}))
