import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as lookup } from '@/app/api/v1/lookup/route'
import type { LookupResponse } from '@/lib/lookup/schema'
import { freePort } from '@/scripts/start/processes'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'
import { startDeployment, startRedisProcess, type Deployment, type Process } from './deployment'

/** Three sentinels watch a primary and a replica; the primary is killed while look-ups run. */
describe('Sentinel failover', () => {
  let deployment: Deployment
  let primary: Process
  let replica: Process
  const sentinels: Process[] = []
  let test: TestApp

  beforeAll(async () => {
    deployment = await startDeployment()
    primary = await startRedisProcess(deployment.directory, ['save ""'])
    replica = await startRedisProcess(deployment.directory, [
      'save ""',
      `replicaof 127.0.0.1 ${primary.port}`,
    ])
    for (let i = 0; i < 3; i++) {
      const watch = [
        `sentinel monitor shop 127.0.0.1 ${primary.port} 2`,
        'sentinel down-after-milliseconds shop 500',
        'sentinel failover-timeout shop 3000',
      ]
      sentinels.push(
        await startRedisProcess(deployment.directory, watch, { sentinel: true, port: await freePort() }),
      )
    }
    test = await makeTestApp(
      deployment.env('', {
        REDIS_SENTINELS: sentinels.map(({ port }) => `127.0.0.1:${port}`).join(','),
        REDIS_SENTINEL_NAME: 'shop',
      }),
    )
    await test.approve('track_order', 'Order {{order_id}} is on its way.')
    await test.app.publishing.start()
  })
  afterAll(async () => {
    await test.app.close().catch(() => {})
    for (const { stop } of [...sentinels, replica, primary]) await stop()
    await deployment.stop()
  })

  async function ask(query: string) {
    const startedMs = performance.now()
    const reply = await lookup.answer(callOf('/api/v1/lookup', { key: test.lookupKey, body: { query } }))
    return { ...bodyOf<LookupResponse>(reply), ms: performance.now() - startedMs }
  }

  it('gives no wrong answer, holds no warm hit up, and publishes what was decided meanwhile', async () => {
    await expect
      .poll(async () => (await ask('where is my order 1001')).status, { timeout: 10_000 })
      .toBe('hit')
    // Sentinels must have found one another and the replica before there is anything to fail over to.
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    await primary.stop()
    await test.approve('delivery_time', 'Two to four working days.')
    test.app.publishing.nudge()
    const slow: number[] = []
    let arrived = false
    const until = Date.now() + 30_000
    for (let order = 2_000; Date.now() < until && !arrived; order++) {
      const warm = await ask(`where is my order ${order}`)
      if (warm.status === 'hit') {
        expect(warm.answer).toBe(`Order ${order} is on its way.`)
        slow.push(warm.ms)
      }
      // A cold key while everything moves: an honest miss, or Postgres's answer.
      const decided = await ask('how long does delivery take')
      if (decided.status === 'hit') expect(decided.answer).toBe('Two to four working days.')
      const pending = await test.app.db.prisma.outbox.count({ where: { done_at: null, cancelled_at: null } })
      arrived = pending === 0 && decided.status === 'hit' && test.app.publishing.channelConnected()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(arrived).toBe(true)
    slow.sort((a, b) => a - b)
    expect(slow.length).toBeGreaterThan(20)
    // The near cache expires 4 s after the channel is lost; then a hit waits for the hot store and Postgres.
    expect(slow[Math.floor(slow.length * 0.5)]).toBeLessThan(50)
  }, 120_000)
})
