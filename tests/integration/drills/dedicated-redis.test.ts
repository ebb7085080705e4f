import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DELETE, GET, PUT } from '@/app/api/console/dedicated-store/route'
import { POST as tryStored } from '@/app/api/console/dedicated-store/test/route'
import { GET as ready } from '@/app/api/health/ready/route'
import { GET as metrics } from '@/app/api/metrics/route'
import { POST as lookup } from '@/app/api/v1/lookup/route'
import { parseRanges } from '@/lib/adapters/http/public-address'
import { DedicatedStores } from '@/lib/adapters/redis/dedicated-stores'
import { changePlan } from '@/lib/workspaces/change-plan'
import type { PlanId } from '@/lib/workspaces/plans'
import { cacheAddress } from '@/lib/entries/cache-address'
import type { LookupResponse } from '@/lib/lookup/schema'
import { resealUnit } from '@/lib/adapters/postgres/sealed-values'
import { makeSecrets } from '@/lib/server/secrets'
import { resealSecrets } from '@/lib/workspaces/sealed/reseal-secrets'
import { setContainer } from '@/lib/server/container'
import type { RouteHandler } from '@/lib/server/http/route'
import type { DedicatedStoreView } from '@/lib/workspaces/dedicated-store/schema'
import { freePort } from '@/scripts/start/processes'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'
import { signedIn } from '../../support/session'
import {
  startDeployment,
  startRedisProcess,
  startSlowProxy,
  type Deployment,
  type Process,
} from './deployment'

const secret = 'a-password-nobody-may-see'
const lines = ['save ""', `requirepass ${secret}`]
/** What docs/operations/dedicated-redis.md gives the user, and not one command more. */
const little = `user l0 on >${secret} resetkeys ~l0:* resetchannels -@all +get +set +unlink +eval +ping +info +select`
const delivery = 'how long does delivery take'
const person = 'I want to talk to a person'

let deployment: Deployment
let directory: string
let shared: Process
let first: Process
let second: Process
/** Without a memory of its own: each look-up says what its Redis says. */
let one: TestApp
/** A second instance with a near cache, and a workspace that stays in the shared store. */
let two: TestApp
let admin: Record<string, string>
let closed = false

const urlOf = ({ port }: Process, host = '127.0.0.1') =>
  `redis://${port === second.port ? 'l0' : ''}:${secret}@${host}:${port}`

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'l0-own-redis-'))
  deployment = await startDeployment()
  shared = await startRedisProcess(directory, ['save ""'])
  first = await startRedisProcess(directory, lines)
  second = await startRedisProcess(directory, [...lines, little])
  const env = deployment.env(`redis://127.0.0.1:${shared.port}`, {
    DEDICATED_REDIS_ALLOWED_CIDRS: '127.0.0.0/8,::1/128',
    REDIS_DEADLINE_MS: '100',
  })
  one = await makeTestApp({ ...env, NEAR_CACHE_BYTES: '0' })
  two = await makeTestApp(env)
  for (const app of [one, two]) {
    await app.approve('delivery_time', 'Two to four working days.')
    await app.app.publishing.start()
  }
  admin = await signedIn(one, 'admin')
}, 120_000)
afterAll(async () => {
  if (!closed) for (const app of [one, two]) await app?.app.close()
  for (const redis of [shared, first, second]) await redis?.stop()
  await deployment?.stop()
  rmSync(directory, { recursive: true, force: true })
})

async function console_(handler: RouteHandler, body?: unknown, who = admin) {
  setContainer(one.app)
  const reply = await handler.answer(
    callOf(handler.spec.path, {
      method: handler.spec.method,
      headers: { ...who, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
    }),
  )
  return { status: reply.status, text: String(reply.body), body: bodyOf(reply) }
}

/** What `on` answers for the workspace of `whose`: the answer, or the reason of the miss. */
async function ask(query: string, on: TestApp = one, whose: TestApp = on): Promise<string> {
  setContainer(on.app)
  const reply = await lookup.answer(callOf('/api/v1/lookup', { key: whose.lookupKey, body: { query } }))
  const found = bodyOf<LookupResponse>(reply)
  return found.status === 'hit' ? found.answer : found.reason
}

async function keysOf({ workspaceId }: TestApp, redis: Process): Promise<string[]> {
  const client = new Redis({ port: redis.port, ...(redis === shared ? {} : { password: secret }) })
  try {
    return (await client.keys(`l0:{${workspaceId}}:*`)).map((key) => key.split(':')[2]!).sort()
  } finally {
    client.disconnect()
  }
}

const view = async () => (await console_(GET)).body as DedicatedStoreView
const settled = () =>
  expect
    .poll(
      async () => {
        const { status, emptying } = await view()
        return emptying.length === 0 ? status : 'emptying'
      },
      { timeout: 20_000 },
    )
    .toMatch(/connected|none/)

async function putOn(plan: PlanId) {
  await one.app.workspaces.unit.transact(one.workspaceId, (tx) =>
    changePlan(tx, { plan, reason: '', actor: { type: 'system', id: 'test' }, now: new Date() }),
  )
}

async function eventsOf(): Promise<string[]> {
  const rows = await one.app.db.prisma.auditEvent.findMany({
    where: { workspace_id: one.workspaceId, type: { startsWith: 'dedicated_store.' } },
    orderBy: { seq: 'asc' },
  })
  return rows.map(({ type }) => type)
}

describe('a workspace’s own Redis is refused', () => {
  test('on a plan without it, with the plan that has it', async () => {
    await putOn('plus')
    const reply = await console_(PUT, { url: urlOf(first) })
    expect(reply.body).toMatchObject({
      code: 'plan_limit',
      detail: 'The plan Plus does not include a Redis of its own; Enterprise does.',
    })
    expect((await view()).plan).toEqual({ name: 'Plus', included: false })
    await putOn('enterprise')
  })

  test.each([
    'redis://169.254.169.254:6379',
    'redis://10.0.0.1:6379',
    'rediss://192.168.1.1',
    'redis://[fd00:ec2::254]:6379',
    'http://127.0.0.1',
    'redis://127.0.0.1:6379/0?family=6',
    'redis://metadata.google.internal',
  ])('at %s', async (url) => {
    const reply = await console_(PUT, { url })
    expect(reply.body).toMatchObject({ code: 'invalid_input', errors: [{ field: 'url' }] })
    expect(await eventsOf()).toEqual([])
  })

  test('where the operator allowed no network: neither plain text nor a name that leads inside', async () => {
    const strict = await makeTestApp(deployment.env(`redis://127.0.0.1:${shared.port}`))
    const { probe } = strict.app.dedicatedStore
    expect(await probe(urlOf(first))).toMatchObject({ ok: false })
    expect(await probe(`redis://example.com`)).toEqual({
      ok: false,
      detail: 'Only rediss:// addresses (TLS) are used.',
    })
    const inside = await probe(`rediss://localhost:${first.port}`)
    expect(inside.detail).toContain('is not at an address that may be called')
    await strict.app.close()
  })

  test('with the wrong password, or where nobody answers, without a word of the address', async () => {
    const wrong = await console_(PUT, { url: `redis://:not-it@127.0.0.1:${first.port}` })
    expect(wrong.body).toMatchObject({ detail: `127.0.0.1:${first.port} refused this user and password.` })
    expect(wrong.text).not.toContain('not-it')
    const dead = await console_(PUT, { url: 'redis://127.0.0.1:9' })
    expect(dead.body).toMatchObject({ detail: '127.0.0.1:9 does not answer.' })
    expect((await view()).status).toBe('none')
  })

  test('further away than a look-up waits', async () => {
    const proxy = await startSlowProxy(first.port)
    proxy.setDelay(150)
    const reply = await console_(PUT, { url: urlOf({ ...first, port: proxy.port }) })
    expect(reply.body).toMatchObject({
      detail: expect.stringMatching(/takes 1\d\d ms to answer; a look-up waits 100 ms/) as unknown,
    })
    await proxy.stop()
  })
})

describe('TLS', () => {
  test('is checked against the name: a certificate nobody vouches for is refused', async () => {
    const files = ['-keyout', path.join(directory, 'tls.key'), '-out', path.join(directory, 'tls.crt')]
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost', ...files],
      { stdio: 'ignore' },
    )
    const tlsPort = await freePort()
    const redis = await startRedisProcess(directory, [
      'save ""',
      `tls-port ${tlsPort}`,
      `tls-cert-file ${files[3]!}`,
      `tls-key-file ${files[1]!}`,
      'tls-auth-clients no',
    ])
    const refused = await one.app.dedicatedStore.probe(`rediss://localhost:${tlsPort}`)
    expect(refused).toMatchObject({ ok: false, detail: expect.stringContaining('self-signed') as unknown })
    await redis.stop()
  })
})

describe('a workspace’s own Redis', () => {
  test('has the answers, and nobody else has them', async () => {
    await expect.poll(() => ask(delivery)).toBe('Two to four working days.')
    expect(await keysOf(one, shared)).toEqual(['e'])
    const reply = await console_(PUT, { url: urlOf(first) })
    expect(reply.body, reply.text).toMatchObject({ host: `127.0.0.1:${first.port}` })
    expect(reply.text).not.toContain(secret)
    await settled()
    expect((await view()).status).toBe('connected')
    expect(await keysOf(one, shared)).toEqual([])
    expect(await keysOf(one, first)).toEqual(['e', 'place'])
    expect(await ask(delivery)).toBe('Two to four working days.')
    await one.approve('talk_to_human', 'Our team answers from 8 to 6.')
    one.app.publishing.nudge()
    await expect.poll(() => ask(person), { timeout: 5_000 }).toBe('Our team answers from 8 to 6.')
    expect(await keysOf(one, first)).toEqual(['e', 'e', 'place'])
    expect(await keysOf(one, shared)).toEqual([])
    expect(await keysOf(two, first)).toEqual([])
    expect(await ask(delivery, two, one)).toBe('Two to four working days.')
  })

  test('stands sealed in the database, and can be tried', async () => {
    const rows = await one.app.db.prisma.dedicatedStore.findMany({ where: { workspace_id: one.workspaceId } })
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(one.app.secrets.open(rows[0]!.url!)).toBe(urlOf(first))
    expect((await console_(tryStored)).body).toEqual({
      ok: true,
      detail: `127.0.0.1:${first.port} takes, returns and deletes values.`,
    })
  })

  test('is among what a new master secret is sealed with', async () => {
    const older = makeSecrets('an older secret for tests only, thirty-two characters')
    const where = { workspace_id: one.workspaceId, state: 'current' }
    await one.app.db.prisma.dedicatedStore.updateMany({ where, data: { url: older.seal(urlOf(first)) } })
    const sealer = makeSecrets(one.app.env.L0_SECRET, [
      'an older secret for tests only, thirty-two characters',
    ])
    const unit = resealUnit(one.app.db, () => new Date())
    const keyId = sealer.current('at-rest').id
    await resealSecrets({ unit, sealer, keyId }, { actor: { type: 'system', id: 'test' } })
    const [row] = await one.app.db.prisma.dedicatedStore.findMany({ where })
    expect(one.app.secrets.open(row!.url!)).toBe(urlOf(first))
  })

  test('that hangs is this workspace’s miss only, and comes back by itself', async () => {
    // Remembered by the second instance, not by the first.
    expect(await ask(delivery, two, one)).toBe('Two to four working days.')
    process.kill(first.pid, 'SIGSTOP')
    try {
      for (let i = 0; i < 6; i++) expect(await ask(delivery)).toBe('cache_unavailable')
      expect(await ask(delivery, two, one)).toBe('Two to four working days.')
      // Behind the breaker it costs no deadline.
      const startedMs = performance.now()
      expect(await ask(delivery)).toBe('cache_unavailable')
      expect(performance.now() - startedMs).toBeLessThan(100)
      // Publishing to it waits; publishing elsewhere does not.
      await one.approve('delivery_time', 'Three working days at most.')
      await two.approve('talk_to_human', 'Somebody answers at once.')
      two.app.publishing.nudge()
      await expect.poll(() => ask(person, two), { timeout: 3_000 }).toBe('Somebody answers at once.')
      // Instances that remember hear of the change all the same: they do not serve what was replaced.
      await expect.poll(() => ask(delivery, two, one), { timeout: 5_000 }).toBe('cache_unavailable')
      expect((await view()).status).toBe('broken')
      setContainer(one.app)
      const health = bodyOf(await ready.answer(callOf('/api/health/ready')))
      expect(health).toMatchObject({ status: 'ready', dedicated_stores: { broken: 1 } })
    } finally {
      process.kill(first.pid, 'SIGCONT')
    }
    await expect.poll(() => ask(delivery), { timeout: 20_000 }).toBe('Three working days at most.')
    await expect
      .poll(async () => String((await metrics.answer(callOf('/api/metrics'))).body), { timeout: 10_000 })
      .toContain('l0_dedicated_stores{state="connected"} 1')
  })

  test('that was lost with all it held is filled again', async () => {
    await first.stop()
    await expect.poll(() => ask(delivery), { timeout: 5_000 }).toBe('cache_unavailable')
    expect(await ask(delivery, two)).toBe('Two to four working days.')
    first = await startRedisProcess(directory, lines, { port: first.port })
    await expect.poll(() => ask(delivery), { timeout: 10_000 }).toBe('Three working days at most.')
    await expect.poll(() => keysOf(one, first), { timeout: 10_000 }).toEqual(['e', 'e'])
  })

  test('takes the place of another: nobody hears that there is no answer, and nothing is left there', async () => {
    const reply = await console_(PUT, { url: urlOf(second) })
    expect(reply.status, reply.text).toBe(200)
    const others: string[] = []
    await expect
      .poll(
        async () => {
          const answer = await ask(delivery)
          // Until it is filled Postgres is asked, with a deadline of 25 ms: a busy machine may miss that.
          if (!['Three working days at most.', 'cache_unavailable'].includes(answer)) others.push(answer)
          return (await view()).emptying.length
        },
        { timeout: 20_000, interval: 20 },
      )
      .toBe(0)
    expect(others).toEqual([])
    expect(await keysOf(one, first)).toEqual([])
    expect(await keysOf(one, second)).toEqual(['e', 'e', 'place'])
  })

  test('given again under another name of the same server keeps what is there', async () => {
    expect((await console_(PUT, { url: urlOf(second, 'localhost') })).status).toBe(200)
    await settled()
    expect(await keysOf(one, second)).toEqual(['e', 'e', 'place'])
    expect(await ask(delivery)).toBe('Three working days at most.')
  })

  test('is not taken away by a smaller plan, which may remove it: the answers move back', async () => {
    await putOn('free')
    expect((await view()).status).toBe('connected')
    expect((await console_(DELETE)).status).toBe(200)
    await putOn('enterprise')
    await settled()
    expect(await view()).toMatchObject({ status: 'none', host: null, emptying: [] })
    expect(await keysOf(one, second)).toEqual([])
    expect((await keysOf(one, shared)).filter((part) => part === 'e')).toHaveLength(2)
    expect(await ask(delivery)).toBe('Three working days at most.')
    expect((await console_(DELETE)).status).toBe(404)
    await expect.poll(() => one.app.dedicatedCounts()).toEqual({ connected: 0, broken: 0 })
    expect(await eventsOf()).toEqual([
      ...['set', 'emptied', 'set', 'emptied', 'set', 'emptied', 'removed', 'emptied'].map(
        (what) => `dedicated_store.${what}`,
      ),
    ])
  })

  test('values of another place do not verify elsewhere, and forged ones are not served', async () => {
    await console_(PUT, { url: urlOf(first) })
    await settled()
    const address = cacheAddress({ workspace: one.workspaceId, scope: 'default', key: 'delivery_time' })
    const client = new Redis({ port: first.port, password: secret })
    await client.set(address, `9.00000000.${'a'.repeat(43)}.{"answer":"forged"}`)
    client.disconnect()
    expect(await ask(delivery)).not.toContain('forged')
    await expect.poll(() => ask(delivery), { timeout: 5_000 }).toBe('Three working days at most.')
  })
})

describe('connections to workspaces’ own Redis', () => {
  const connections = async ({ port }: Process) => {
    const client = new Redis({ port, password: secret })
    try {
      // This one does not count.
      return (
        String(await client.client('LIST'))
          .trim()
          .split('\n').length - 1
      )
    } finally {
      client.disconnect()
    }
  }
  const placeAt = (id: string, redis: Process) => ({ id, url: urlOf(redis), filled: true })

  test('are one each, at most as many as allowed, and closed when nobody uses them', async () => {
    const [beforeFirst, beforeSecond] = [await connections(first), await connections(second)]
    const pool = new DedicatedStores({
      env: one.app.env,
      allowed: parseRanges('127.0.0.0/8'),
      open: (url) => url,
      nowMs: Date.now,
      onError: () => {},
      max: 1,
      idleMs: 300,
      tickMs: 50,
    })
    expect(await connections(first)).toBe(beforeFirst)
    expect(await pool.store('a', placeAt('p1', first)).get('l0:{a}:e:x')).toBeNull()
    expect(await pool.get('a', placeAt('p1', first), 'l0:{a}:e:y')).toBeNull()
    expect(pool.isFilling(placeAt('p1', first))).toBe(true)
    expect(await connections(first)).toBe(beforeFirst + 1)
    expect(await pool.store('b', placeAt('p2', second)).get('l0:{b}:e:x')).toBeNull()
    await expect.poll(() => connections(first)).toBe(beforeFirst)
    expect(pool.counts()).toEqual({ connected: 1, broken: 0 })
    await expect.poll(() => connections(second), { timeout: 3_000 }).toBe(beforeSecond)
    pool.close()
  })

  test('are all closed when the server stops', async () => {
    expect(await ask(delivery)).toBe('Three working days at most.')
    expect(await connections(first)).toBeGreaterThan(0)
    await one.app.close()
    await two.app.close()
    closed = true
    await expect.poll(() => connections(first)).toBe(0)
  })
})
