import { Cluster, Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as lookup } from '@/app/api/v1/lookup/route'
import { changeEntryState } from '@/lib/entries/change-entry-state'
import type { LookupResponse } from '@/lib/lookup/schema'
import { waitFor } from '@/scripts/start/processes'
import { composeContainer, openBase } from '@/lib/server/build-container'
import { setContainer } from '@/lib/server/container'
import { bodyOf, callOf, makeTestApp, testEnv, type TestApp } from '../../support/app'
import { startDeployment, startRedisProcess, type Deployment, type Process } from './deployment'

const slots = 16_384
let deployment: Deployment
beforeAll(async () => {
  deployment = await startDeployment()
})
afterAll(() => deployment.stop())

async function ask(test: TestApp, query: string): Promise<LookupResponse> {
  return bodyOf(await lookup.answer(callOf('/api/v1/lookup', { key: test.lookupKey, body: { query } })))
}

async function quarantine(test: TestApp, key: string): Promise<void> {
  const entries = test.app.review.entries
  const entry = await entries.unit.entries(test.workspaceId).find('default', key)
  const by = { principal: { ...test.reviewer }, request_id: null }
  await changeEntryState(entries, by, entry!.id, 'quarantine', 'a drill')
  await test.app.publishing.publisher.drain()
}

describe('Redis Cluster of three primaries', () => {
  const nodes: Process[] = []
  let test: TestApp

  beforeAll(async () => {
    for (let i = 0; i < 3; i++) {
      const lines = ['save ""', 'cluster-enabled yes', `cluster-config-file nodes-${i}.conf`]
      nodes.push(await startRedisProcess(deployment.directory, lines))
    }
    await formCluster(nodes)
    const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')
    test = await makeTestApp(deployment.env('', { REDIS_CLUSTER_NODES: addresses }))
    await test.approve('delivery_time', 'Two to four working days.')
    await test.app.publishing.start()
  })
  afterAll(async () => {
    await test?.app.close()
    for (const node of nodes) await node.stop()
  })

  it('serves what is published, and takes it back by the channel within a second', async () => {
    const query = 'how long does delivery take'
    await expect.poll(async () => (await ask(test, query)).status).toBe('hit')
    await expect.poll(() => test.app.publishing.channelConnected()).toBe(true)
    await quarantine(test, 'delivery_time')
    await expect
      .poll(async () => (await ask(test, query)).status, { timeout: 1_000, interval: 20 })
      .toBe('miss')
  })
})

describe('a reader endpoint on a replica', () => {
  let primary: Process
  let replica: Process
  let admin: Redis
  let env: Record<string, string>
  let test: TestApp
  const query = 'how long does delivery take'

  beforeAll(async () => {
    primary = await startRedisProcess(deployment.directory, ['save ""'])
    replica = await startRedisProcess(deployment.directory, [
      'save ""',
      `replicaof 127.0.0.1 ${primary.port}`,
    ])
    admin = new Redis(replica.port)
    await until(async () => (await admin.info('replication')).includes('master_link_status:up'))
    env = {
      ...deployment.env(`redis://127.0.0.1:${primary.port}`),
      REDIS_READER_URL: `redis://127.0.0.1:${replica.port}`,
      REDIS_MAX_LAG_SECONDS: '2',
      // Every look-up asks Redis.
      NEAR_CACHE_BYTES: '0',
    }
    test = await makeTestApp(env)
    await test.approve('delivery_time', 'Two to four working days.')
    await test.app.publishing.start()
  })
  afterAll(async () => {
    await test?.app.close()
    admin?.disconnect()
    for (const one of [replica, primary]) await one?.stop()
  })

  it('answers reads, and is not believed about what changed since it fell behind', async () => {
    await expect.poll(async () => (await ask(test, query)).status).toBe('hit')
    await expect.poll(() => test.app.publishing.channelConnected()).toBe(true)
    const before = await getsOn(admin)
    expect((await ask(test, query)).status).toBe('hit')
    expect(await getsOn(admin)).toBeGreaterThan(before)
    // From here on the replica serves what it has, as one does that is cut off from its primary.
    await admin.replicaof('127.0.0.1', '9')
    await quarantine(test, 'delivery_time')
    await expect
      .poll(async () => await ask(test, query), { timeout: 1_000, interval: 20 })
      .toMatchObject({ status: 'miss', reason: 'quarantined' })
  })

  it('is not believed for longer than the lag allowed by who never heard of the change', async () => {
    // The test before cut the replica off with the old answer in it; this instance starts after the change.
    await test.app.close()
    const app = composeContainer(openBase(testEnv(env)))
    setContainer(app)
    test = { ...test, app }
    await app.hot.ready(10_000)
    await expect
      .poll(async () => await ask(test, query), { timeout: 8_000, interval: 100 })
      .toMatchObject({ status: 'miss', reason: 'quarantined' })
    const before = await getsOn(admin)
    for (let i = 0; i < 20; i++) await ask(test, query)
    // Its own heartbeat asks the replica once a second.
    expect((await getsOn(admin)) - before).toBeLessThan(10)
  })
})

async function getsOn(redis: Redis): Promise<number> {
  return Number(/cmdstat_get:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0)
}

async function formCluster(nodes: Process[]): Promise<void> {
  const clients = nodes.map(({ port }) => new Redis(port))
  const share = Math.ceil(slots / nodes.length)
  for (const [i, client] of clients.entries()) {
    await client.call('CLUSTER', 'ADDSLOTSRANGE', i * share, Math.min(slots, (i + 1) * share) - 1)
    if (i > 0) await client.call('CLUSTER', 'MEET', '127.0.0.1', nodes[0]!.port)
  }
  for (const client of clients) {
    await until(async () => String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok'))
    client.disconnect()
  }
  const whole = new Cluster(nodes.map(({ port }) => ({ host: '127.0.0.1', port })))
  await until(async () => (await whole.set('ready', '1')) === 'OK')
  whole.disconnect()
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  if (!(await waitFor(isSo, 30_000, 50))) throw new Error(`It never became so: ${isSo.toString()}`)
}
