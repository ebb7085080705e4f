import { spawn, type ChildProcess } from 'node:child_process'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as lookup } from '@/app/api/v1/lookup/route'
import type { LookupResponse } from '@/lib/lookup/schema'
import { freePort, stopPid, waitFor } from '@/scripts/start/processes'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'
import { startDeployment, type Deployment } from './deployment'

const passwords = {
  L0_GATEWAY_PASSWORD: 'gateway-password',
  L0_PUBLISHER_PASSWORD: 'publisher-password',
  REDIS_ADMIN_PASSWORD: 'admin-password',
}

/** deploy/redis/*.sh as compose.yaml starts them: a primary, a replica, three sentinels, our two users. */
describe('the Redis that deploy/ starts', () => {
  const children: ChildProcess[] = []
  const ports = { primary: 0, replica: 0, sentinels: [] as number[] }
  let deployment: Deployment
  let test: TestApp

  const start = (script: string, env: Record<string, string>) => {
    const child = spawn('sh', [`deploy/redis/${script}`], {
      env: { PATH: process.env.PATH, ...passwords, ...env } as unknown as NodeJS.ProcessEnv,
      stdio: 'ignore',
    })
    children.push(child)
  }

  beforeAll(async () => {
    deployment = await startDeployment()
    const run = { REDIS_RUN_DIR: deployment.directory, SENTINEL_RUN_DIR: deployment.directory }
    ports.primary = await freePort()
    ports.replica = await freePort()
    const primary = { REDIS_PRIMARY_HOST: '127.0.0.1', REDIS_PRIMARY_PORT: String(ports.primary) }
    start('start-redis.sh', { ...run, REDIS_PORT: String(ports.primary) })
    start('start-redis.sh', { ...run, ...primary, REDIS_PORT: String(ports.replica) })
    expect(await waitFor(() => linked(ports.replica), 20_000)).toBe(true)
    for (let i = 0; i < 3; i++) {
      const port = await freePort()
      ports.sentinels.push(port)
      start('start-sentinel.sh', { ...run, ...primary, SENTINEL_PORT: String(port) })
    }
    expect(await waitFor(() => quorum(ports.sentinels[0]!), 20_000)).toBe(true)
    const at = `127.0.0.1:${ports.primary}`
    test = await makeTestApp(
      deployment.env(`redis://l0-gateway:${passwords.L0_GATEWAY_PASSWORD}@${at}`, {
        REDIS_PUBLISHER_URL: `redis://l0-publisher:${passwords.L0_PUBLISHER_PASSWORD}@${at}`,
        REDIS_SENTINELS: ports.sentinels.map((port) => `127.0.0.1:${port}`).join(','),
      }),
    )
    await test.approve('track_order', 'Order {{order_id}} is on its way.')
    await test.app.publishing.start()
  }, 180_000)
  afterAll(async () => {
    await test?.app.close().catch(() => {})
    for (const child of children.reverse()) if (child.pid) await stopPid(child.pid, 'SIGKILL')
    await deployment?.stop()
  })

  it('publishes with one user, serves with the other, and has a replica and a quorum', async () => {
    const ask = async () =>
      bodyOf<LookupResponse>(
        await lookup.answer(
          callOf('/api/v1/lookup', { key: test.lookupKey, body: { query: 'where is my order 1001' } }),
        ),
      ).status
    await expect.poll(ask, { timeout: 15_000 }).toBe('hit')
    await expect.poll(() => keysAt(ports.replica), { timeout: 15_000 }).toBeGreaterThan(0)
  })

  it('lets nobody in without a password, and the gateway’s may not write', async () => {
    const nobody = client(ports.primary, {})
    await expect(nobody.ping()).rejects.toThrow(/NOAUTH/)
    nobody.disconnect()
    const gateway = client(ports.primary, { username: 'l0-gateway', password: passwords.L0_GATEWAY_PASSWORD })
    await expect(gateway.set('l0:x', '1')).rejects.toThrow(/NOPERM/)
    gateway.disconnect()
  })
})

function client(port: number, who: { username?: string; password?: string }): Redis {
  const redis = new Redis({
    host: '127.0.0.1',
    port,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    ...who,
  })
  redis.on('error', () => {})
  return redis
}

async function asAdmin<T>(port: number, ask: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = client(port, { username: 'default', password: passwords.REDIS_ADMIN_PASSWORD })
  return ask(redis).finally(() => redis.disconnect())
}

const linked = (port: number) =>
  asAdmin(port, async (redis) => (await redis.info('replication')).includes('master_link_status:up'))
const keysAt = (port: number) => asAdmin(port, (redis) => redis.dbsize())

async function quorum(port: number): Promise<boolean> {
  const sentinel = client(port, {})
  const answer = String(
    await sentinel.call('SENTINEL', 'ckquorum', 'mymaster').finally(() => sentinel.disconnect()),
  )
  return answer.startsWith('OK 3')
}
