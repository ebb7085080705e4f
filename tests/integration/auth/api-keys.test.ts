import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from '@/lib/auth/manage-api-keys'
import { CreateApiKey, type UserPrincipal } from '@/lib/auth/schema'
import { authenticateKey } from '@/lib/server/identity/api-key'
import type { Call } from '@/lib/server/http/call'
import { makePerson, makeWorkspace, origin, signInFully, startAuth, type Started } from './harness'

let started: Started
let workspaceId: string
let admin: UserPrincipal

beforeAll(async () => {
  started = await startAuth()
  workspaceId = await makeWorkspace(started)
  const { principal } = await signInFully(started, await makePerson(started, workspaceId, 'admin'))
  admin = principal
})
afterAll(() => started.close())

const make = (change: object = {}) =>
  createApiKey(
    started.auth,
    fresh(),
    CreateApiKey.parse({ name: 'bot', scopes: ['lookup'], ...change }),
    origin,
  )

/** The admin with a step-up of this moment: time moves in these tests. */
const fresh = () => ({ ...admin, step_up_at: started.clock.now() })

function use(key: string, header: 'authorization' | 'x-api-key' = 'authorization', remote = '192.0.2.1') {
  const value = header === 'authorization' ? `Bearer ${key}` : key
  const call = { header: (name: string) => (name === header ? value : null), remote } as Call
  return authenticateKey(call, started.app)
}

describe('API keys', () => {
  test('a new key works in both headers, and only its hash is stored', async () => {
    const { key, record } = await make({ scopes: ['lookup', 'review'] })
    const expected = {
      kind: 'api_key',
      key_id: record.id,
      workspace_id: workspaceId,
      scopes: ['lookup', 'review'],
    }
    expect(await use(key)).toMatchObject(expected)
    expect(await use(key, 'x-api-key')).toMatchObject(expected)
    const row = await started.db.prisma.apiKey.findUniqueOrThrow({ where: { id: record.id } })
    expect(JSON.stringify(row)).not.toContain(key.slice(14, 57))
  })

  test('no query on a warm call', async () => {
    const { key } = await make()
    await use(key)
    const before = started.queries.count
    for (let i = 0; i < 1_000; i++) await use(key)
    expect(started.queries.count).toBe(before)
  })

  test('a revoked key is refused at the next call', async () => {
    const { key, record } = await make()
    await use(key)
    await revokeApiKey(started.auth, fresh(), record.id, origin)
    await expect(use(key)).rejects.toMatchObject({ code: 'unauthenticated' })
    const told = await started.db.prisma.outbox.count({
      where: { workspace_id: workspaceId, topic: 'workspace.changed' },
    })
    expect(told).toBeGreaterThan(0)
  })

  test('a key expires, and is bound to its addresses', async () => {
    const { key } = await make({ expires_in_days: 1, allowed_cidrs: ['10.0.0.0/8'] })
    await expect(use(key, 'x-api-key', '10.9.8.7')).resolves.toBeTruthy()
    await expect(use(key, 'x-api-key', '192.0.2.1')).rejects.toMatchObject({ code: 'forbidden' })
    started.clock.at += 24 * 3_600_000
    await expect(use(key, 'x-api-key', '10.9.8.7')).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('a rotation has two live keys, never three, and the older one ends by itself', async () => {
    const old = await make({ scopes: ['lookup'], rate_per_minute: 7 })
    const rotate = (id: string) => rotateApiKey(started.auth, fresh(), { id, overlapHours: 24 }, origin)
    const next = await rotate(old.record.id)
    expect(next.record).toMatchObject({ scopes: ['lookup'], rate_per_minute: 7, replaces: old.record.id })
    expect([await use(old.key), await use(next.key)]).toHaveLength(2)
    await expect(rotate(old.record.id)).rejects.toMatchObject({ code: 'conflict' })
    await expect(rotate(next.record.id)).rejects.toMatchObject({ code: 'conflict' })
    started.clock.at += 24 * 3_600_000
    await expect(use(old.key)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(use(next.key)).resolves.toBeTruthy()
    await expect(rotate(next.record.id)).resolves.toBeTruthy()
  })

  test('of ten parallel rotations of one key, one succeeds', async () => {
    const { record } = await make()
    const attempts = Array.from({ length: 10 }, () =>
      rotateApiKey(started.auth, fresh(), { id: record.id, overlapHours: 1 }, origin),
    )
    const results = await Promise.allSettled(attempts)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('an admin of another workspace cannot see, rotate or revoke it', async () => {
    const other = await makeWorkspace(started)
    const { principal } = await signInFully(started, await makePerson(started, other, 'admin'))
    const { record } = await make()
    expect(await listApiKeys(started.auth, principal)).toEqual([])
    const missing = { code: 'not_found' }
    await expect(revokeApiKey(started.auth, principal, record.id, origin)).rejects.toMatchObject(missing)
    await expect(
      rotateApiKey(started.auth, principal, { id: record.id, overlapHours: 1 }, origin),
    ).rejects.toMatchObject(missing)
  })

  test('the time of last use arrives in one write', async () => {
    const { key, record } = await make()
    await use(key)
    await started.auth.keyRing.flush()
    const [seen] = (await listApiKeys(started.auth, fresh())).filter(({ id }) => id === record.id)
    expect(seen!.last_used_at).not.toBeNull()
  })

  test('keys are managed by admins with a fresh step-up only', async () => {
    const input = CreateApiKey.parse({ name: 'bot', scopes: ['lookup'] })
    const stale = { ...admin, step_up_at: new Date(started.clock.at - 301_000) }
    await expect(createApiKey(started.auth, stale, input, origin)).rejects.toMatchObject({
      code: 'step_up_required',
    })
    for (const role of ['viewer', 'operator', 'auditor'] as const) {
      const other = { ...fresh(), role }
      await expect(createApiKey(started.auth, other, input, origin)).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
  })
})
