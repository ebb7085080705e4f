import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as lookup } from '@/app/api/v1/lookup/route'
import { POST as decision } from '@/app/api/v1/proposals/[proposal]/decision/route'
import type { LookupResponse } from '@/lib/lookup/schema'
import { prepareDatabase } from '@/scripts/start/prepare-database'
import { startPostgres, type LocalPostgres } from '@/scripts/start/postgres'
import { startRedis, type LocalRedis } from '@/scripts/start/redis'
import { State } from '@/scripts/start/state'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'

/** Drills on servers of their own, because they are stopped and killed. */
describe('when a dependency is out', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'l0-drill-'))
  const state = new State(directory)
  let postgres: LocalPostgres
  let redis: LocalRedis
  let test: TestApp
  const env = () => ({
    DATABASE_URL: postgres.appUrl,
    DATABASE_OWNER_URL: postgres.ownerUrl,
    REDIS_URL: redis.url,
    REDIS_DEADLINE_MS: '20',
  })
  const ask = async (query: string) => {
    const startedMs = performance.now()
    const reply = await lookup.answer(callOf('/api/v1/lookup', { key: test.lookupKey, body: { query } }))
    return { ...bodyOf<LookupResponse>(reply), ms: performance.now() - startedMs }
  }

  beforeAll(async () => {
    postgres = await startPostgres(state)
    redis = (await startRedis(state))!
    await prepareDatabase(process.cwd(), env())
    test = await makeTestApp(env())
    await test.approve('track_order', 'Order {{order_id}} is on its way.')
    await test.app.publishing.start()
    await ask('where is my order 55101')
  })
  afterAll(async () => {
    await test.app.close().catch(() => {})
    await redis.stop()
    await postgres.stop()
    rmSync(directory, { recursive: true, force: true })
  })

  it('a frozen Redis does not delay a near-cache hit, a cold key is answered from Postgres, and recovery is automatic', async () => {
    await test.approve('delivery_time', 'Two to four working days.')
    process.kill(redis.pid, 'SIGSTOP')
    try {
      const warm = await ask('where is my order 55102')
      expect(warm).toMatchObject({ status: 'hit' })
      expect(warm.ms).toBeLessThan(50)
      const cold = await ask('how long does delivery take')
      // From Postgres within its deadline, or an honest miss: never a hang.
      if (cold.status === 'miss') expect(cold.reason).toBe('cache_unavailable')
      for (let i = 0; i < 10; i++)
        expect((await ask('what payment methods do you accept')).status).toBe('miss')
    } finally {
      process.kill(redis.pid, 'SIGCONT')
    }
    await expect
      .poll(async () => (await ask('how long does delivery take')).status, { timeout: 10_000 })
      .toBe('hit')
  })

  it('a Redis that comes back empty is filled again by itself', async () => {
    await redis.stop()
    expect((await ask('where is my order 55103')).status).toBe('hit')
    const port = Number(new URL(redis.url).port)
    redis = (await startRedis(state, port))!
    await expect.poll(() => test.app.publishing.channelConnected(), { timeout: 10_000 }).toBe(true)
    await expect
      .poll(async () => (await ask('where is my order 55104')).status, { timeout: 10_000 })
      .toBe('hit')
    await expect
      .poll(async () => (await ask('how long does delivery take')).status, { timeout: 10_000 })
      .toBe('hit')
  })

  it('without Postgres warm hits go on, and a decision fails clearly with nothing half-done', async () => {
    await ask('where is my order 55105')
    await postgres.stop()
    expect(await ask('where is my order 55106')).toMatchObject({ status: 'hit' })
    const reply = await decision.answer({
      ...callOf('/api/v1/proposals/prop_x/decision', {
        key: test.lookupKey,
        body: { decision: 'approve', content_hash: 'x'.repeat(64) },
      }),
      params: { proposal: 'prop_x' },
    })
    expect(reply.status).toBeGreaterThanOrEqual(400)
    postgres = await startPostgres(state)
  })
})
