import { readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as lookup } from '@/app/api/v1/lookup/route'
import type { LookupResponse } from '@/lib/lookup/schema'
import { setContainer } from '@/lib/server/container'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'
import {
  startDeployment,
  startRedisProcess,
  startSlowProxy,
  type Deployment,
  type Process,
  type SlowProxy,
} from './deployment'

let deployment: Deployment
beforeAll(async () => {
  deployment = await startDeployment()
})
afterAll(() => deployment.stop())

async function ask(test: TestApp, query: string) {
  setContainer(test.app)
  const startedMs = performance.now()
  const reply = await lookup.answer(callOf('/api/v1/lookup', { key: test.lookupKey, body: { query } }))
  return { ...bodyOf<LookupResponse>(reply), ms: performance.now() - startedMs }
}

async function outboxPending(test: TestApp): Promise<number> {
  return test.app.db.prisma.outbox.count({ where: { done_at: null, cancelled_at: null } })
}

describe('a Redis that is full', () => {
  let redis: Process
  let test: TestApp
  beforeAll(async () => {
    redis = await startRedisProcess(deployment.directory, ['save ""', 'maxmemory-policy noeviction'])
    test = await makeTestApp(deployment.env(`redis://127.0.0.1:${redis.port}`))
    await test.approve('delivery_time', 'Two to four working days.')
    await test.app.publishing.start()
  })
  afterAll(async () => {
    await test.app.close()
    await redis.stop()
  })

  it('goes on answering, keeps what it could not publish, and publishes it when there is room', async () => {
    await expect.poll(async () => (await ask(test, 'how long does delivery take')).status).toBe('hit')
    const admin = new Redis(redis.port)
    await admin.config('SET', 'maxmemory', '1')
    await test.approve('talk_to_human', 'Our team answers from 8 to 6.')
    await test.app.publishing.publisher.drain().catch(() => {})
    expect((await ask(test, 'how long does delivery take')).status).toBe('hit')
    expect(await outboxPending(test)).toBeGreaterThan(0)
    await admin.config('SET', 'maxmemory', '0')
    await expect.poll(() => outboxPending(test), { timeout: 20_000 }).toBe(0)
    await expect
      .poll(async () => (await ask(test, 'I want to talk to a person')).status, { timeout: 5_000 })
      .toBe('hit')
    admin.disconnect()
  })
})

describe('a Redis that is slow', () => {
  let redis: Process
  let proxy: SlowProxy
  let test: TestApp
  beforeAll(async () => {
    redis = await startRedisProcess(deployment.directory, ['save ""'])
    proxy = await startSlowProxy(redis.port)
    test = await makeTestApp(deployment.env(`redis://127.0.0.1:${proxy.port}`))
    await test.approve('delivery_time', 'Two to four working days.')
    await test.approve('talk_to_human', 'Our team answers from 8 to 6.')
    await test.app.publishing.start()
    await ask(test, 'how long does delivery take')
  })
  afterAll(async () => {
    await test.app.close()
    await proxy.stop()
    await redis.stop()
  })

  it('costs a warm hit nothing, and a cold one its deadline before Postgres answers', async () => {
    proxy.setDelay(100)
    expect(await ask(test, 'how long does delivery take')).toMatchObject({ status: 'hit' })
    const cold = await ask(test, 'I want to talk to a person')
    // Postgres has 25 ms of its own; on a busy machine an honest miss is right as well, a hang is not.
    if (cold.status === 'miss') expect(cold.reason).toBe('cache_unavailable')
    expect(cold.ms).toBeLessThan(1_000)
    await expect
      .poll(async () => (await ask(test, 'I want to talk to a person')).status, { timeout: 10_000 })
      .toBe('hit')
  })
})

describe('least privilege', () => {
  let redis: Process
  let test: TestApp
  const urlAs = (user: string, password: string) => `redis://${user}:${password}@127.0.0.1:${redis.port}`
  beforeAll(async () => {
    const users = ['gateway', 'publisher'].flatMap((name) =>
      readFileSync(`deploy/redis/${name}.acl`, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('user ')),
    )
    redis = await startRedisProcess(deployment.directory, ['save ""', 'user default off', ...users])
    const publisher = urlAs('l0-publisher', 'change-me-publisher')
    test = await makeTestApp(
      deployment.env(urlAs('l0-gateway', 'change-me-gateway'), { REDIS_PUBLISHER_URL: publisher }),
    )
    await test.approve('delivery_time', 'Two to four working days.')
    await test.app.publishing.start()
  })
  afterAll(async () => {
    await test.app.close()
    await redis.stop()
  })

  it('two users of the shipped ACL files are enough to publish, hear of changes and serve', async () => {
    await expect.poll(async () => (await ask(test, 'how long does delivery take')).status).toBe('hit')
    await expect.poll(() => test.app.publishing.channelConnected()).toBe(true)
    const cold = await makeTestAppReader()
    expect(cold).toMatch(/^\d+\./)
    await test.approve('delivery_time', 'Three working days at most.')
    await test.app.publishing.publisher.drain()
    await expect
      .poll(async () => {
        const hit = await ask(test, 'how long does delivery take')
        return hit.status === 'hit' ? hit.answer : hit.reason
      })
      .toBe('Three working days at most.')
  })

  it('the gateway may not write, and neither may leave its own keys and channel', async () => {
    const gateway = new Redis(urlAs('l0-gateway', 'change-me-gateway'))
    const publisher = new Redis(urlAs('l0-publisher', 'change-me-publisher'))
    for (const refused of [
      () => gateway.set('l0:{x}:e:y', '1'),
      () => gateway.del('l0:{x}:e:y'),
      () => gateway.publish('l0:changed', '{}'),
      () => gateway.eval('return 1', 0),
      () => gateway.get('session:1'),
      () => gateway.keys('*'),
      () => gateway.flushall(),
      () => gateway.config('GET', '*'),
      () => publisher.set('session:1', '1'),
      () => publisher.publish('other', '{}'),
      () => publisher.flushall(),
      () => publisher.config('SET', 'maxmemory', '1'),
    ])
      await expect(refused()).rejects.toThrow(/NOPERM/)
    gateway.disconnect()
    publisher.disconnect()
  })

  /** A value as the gateway's own user reads it. */
  async function makeTestAppReader(): Promise<string> {
    const { cacheAddress } = await import('@/lib/entries/cache-address')
    const gateway = new Redis(urlAs('l0-gateway', 'change-me-gateway'))
    const address = cacheAddress({ workspace: test.workspaceId, scope: 'default', key: 'delivery_time' })
    const value = await gateway.get(address)
    gateway.disconnect()
    return value ?? ''
  }
})
