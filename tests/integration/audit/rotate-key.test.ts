import { afterAll, beforeAll, expect, it } from 'vitest'
import { signerKeys } from '@/lib/adapters/postgres/signer-key'
import { openDatabase, type Database } from '@/lib/adapters/postgres/database'
import { logOrigin } from '@/lib/audit/checkpoint'
import { verifierKey } from '@/lib/audit/note'
import { openSignedLog, type SignedLog } from './signed-log'

let log: SignedLog
let signer: Database
const actor = { type: 'system' as const, id: 'command-line' }
const rotate = () => log.app.audit.rotateKeys({ actor, reason: 'yearly' })

beforeAll(async () => {
  log = await openSignedLog()
  signer = openDatabase({
    url: process.env.L0_TEST_DATABASE_URL!,
    role: 'l0_signer',
    maxConnections: 2,
  })
})
afterAll(async () => {
  await signer.close()
  await log.close()
})

it('after a rotation the log goes on under the new key, and the verifier follows it', async () => {
  const first = (await log.app.audit.log.firstKey(log.workspaceId))!
  const { changes } = (await rotate())!
  const ours = changes.find((change) => change.workspace === log.workspaceId)!
  expect(ours).toMatchObject({ old_key: first })
  await log.test.approve('after_rotation', 'An answer after it.')
  const signed = await log.app.audit.sign(log.workspaceId, { force: true })
  expect(signed).toMatchObject({ status: 'published' })
  const verdict = await log.verify('--witness', log.witness, '--key', first)
  expect(verdict).toMatchObject({ ok: true, keys: [first, ours.new_key] })
  expect(verdict.verified_through).toBeGreaterThan(ours.size)
  expect(await log.verify('--key', ours.new_key)).toMatchObject({ ok: true })
  const { items } = await log.app.audit.log.list(log.workspaceId, { type: 'signing_key.rotated' })
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ reason: 'yearly', risk: 'high', seq: ours.size })
})

it('the old private key is destroyed', async () => {
  const rows = await signer.prisma.signerKey.findMany({ where: { retired_at: { not: null } } })
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.every((row) => row.private_key === '')).toBe(true)
})

it('a rotation that broke off is finished by the next, with the same key', async () => {
  const keys = signerKeys(signer, log.app.secrets)
  const begun = await keys.successor()
  // Meanwhile the log has a speaker still: the older key.
  await log.test.approve('half_way', 'An answer in between.')
  expect(await log.app.audit.sign(log.workspaceId, { force: true })).toMatchObject({ status: 'published' })
  const { changes } = (await rotate())!
  const ours = changes.find((change) => change.workspace === log.workspaceId)!
  expect(ours.new_key).toBe(verifierKey(logOrigin(log.workspaceId), begun))
  expect(await log.verify('--witness', log.witness)).toMatchObject({ ok: true })
})

it('signers and rotations at once leave a log that verifies', async () => {
  const { sign } = log.app.audit
  const busy = Array.from({ length: 6 }, async (_, i) => {
    await log.test.approve(`busy_${i}`, `Busy answer ${i}.`)
    await sign(log.workspaceId, { force: true }).catch((error) =>
      expect(error).toMatchObject({ code: 'conflict' }),
    )
  })
  const rotation = rotate().catch((error) => expect(error).toMatchObject({ code: 'conflict' }))
  await Promise.all([...busy, rotation])
  await rotate()
  await sign(log.workspaceId, { force: true })
  expect(await log.verify('--witness', log.witness)).toMatchObject({ ok: true })
})
