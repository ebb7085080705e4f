import { createSystemApiKey } from '@/lib/auth/seed-user'
import { fork } from 'node:child_process'
import path from 'node:path'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Child } from '@/scripts/bench/child'
import { changeEntryState } from '@/lib/entries/change-entry-state'
import { makeTestApp, type TestApp } from '../../support/app'
import {
  askInstance,
  startDeployment,
  startInstance,
  startRedisProcess,
  type Deployment,
  type Process,
} from './deployment'

let deployment: Deployment
let redis: Process
let env: Record<string, string>
let test: TestApp
let first: Child
let second: Child
const tracked = 'where is my order 55101'

beforeAll(async () => {
  deployment = await startDeployment()
  redis = await startRedisProcess(deployment.directory, ['save ""'])
  env = deployment.env(`redis://127.0.0.1:${redis.port}`)
  test = await makeTestApp(env)
  await test.approve('track_order', 'Order {{order_id}} is on its way.')
  await test.approve('talk_to_human', 'Our team answers from 8 to 6.')
  first = await startInstance(env)
  second = await startInstance(env)
}, 180_000)
afterAll(async () => {
  // Whatever of it came up.
  await Promise.all([first?.stop(), second?.stop()])
  await test?.app.close()
  await redis?.stop()
  await deployment?.stop()
})
const ask = (instance: Child, query = tracked) => askInstance(instance.url, test.lookupKey, query)

describe('two instances on one Redis', () => {
  it('what one takes out of service is not served by the other a second later', async () => {
    const human = 'I want to talk to a person'
    await expect.poll(async () => (await ask(first, human)).status, { timeout: 10_000 }).toBe('hit')
    await expect.poll(async () => (await ask(second, human)).status, { timeout: 10_000 }).toBe('hit')
    const entry = await test.app.review.entries.unit
      .entries(test.workspaceId)
      .find('default', 'talk_to_human')
    await test.app.publishing.publisher.drain()
    await changeEntryState(
      test.app.review.entries,
      { principal: { ...test.reviewer }, request_id: null },
      entry!.id,
      'quarantine',
      'a drill',
    )
    await test.app.publishing.publisher.drain()
    const until = Date.now() + 1_000
    let answers = [await ask(first, human), await ask(second, human)]
    while (answers.some(({ status }) => status === 'hit') && Date.now() < until)
      answers = [await ask(first, human), await ask(second, human)]
    for (const answer of answers) expect(answer).toMatchObject({ status: 'miss', reason: 'quarantined' })
  })

  it('one limit holds over both', async () => {
    const { key, record } = await createSystemApiKey(test.app.auth, {
      workspaceId: test.workspaceId,
      name: 'limited',
      scopes: ['lookup'],
    })
    // A bucket of twenty, two of which come back a second.
    await test.app.db.prisma.apiKey.update({ where: { id: record.id }, data: { rate_per_minute: 120 } })
    const send = async (instance: Child) => {
      const statuses = await Promise.all(Array.from({ length: 40 }, () => lookupStatus(instance.url, key)))
      return statuses.filter((status) => status === 200).length
    }
    const startedMs = Date.now()
    expect(await send(first)).toBeGreaterThanOrEqual(20)
    // Told four times a second.
    await new Promise((resolve) => setTimeout(resolve, 600))
    const passed = await send(second)
    const cameBack = Math.ceil(((Date.now() - startedMs) / 1_000) * 2)
    expect(passed).toBeLessThanOrEqual(cameBack)
  })

  it('10,000 malformed requests: no 5xx, no crash, and the next honest one is served', async () => {
    const statuses = new Map<number, number>()
    const paths = ['/api/v1/lookup', '/v1/messages', '/v1/chat/completions', '/api/v1/normalize']
    const samples = fc.sample(malformed(), { numRuns: 10_000, seed: 7 })
    let at = 0
    const worker = async () => {
      for (let i = at++; i < samples.length; i = at++) {
        const { body, type, key } = samples[i]!
        const response = await fetch(first.url + paths[i % paths.length]!, {
          method: 'POST',
          headers: {
            'content-type': type,
            authorization: key ?? `Bearer ${test.lookupKey}`,
            'x-l0-cache': 'only',
          },
          body: body as BodyInit,
        })
        await response.arrayBuffer()
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: 32 }, worker))
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(10_000)
    expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([])
    expect(first.process.exitCode).toBeNull()
    expect(await ask(first)).toMatchObject({ http: 200, status: 'hit' })
  }, 120_000)

  it('a frozen Postgres does not stop warm hits', async () => {
    await ask(first)
    process.kill(deployment.postgres.pid, 'SIGSTOP')
    try {
      for (let i = 0; i < 20; i++)
        expect(await ask(first, `where is my order ${66_000 + i}`)).toMatchObject({
          http: 200,
          status: 'hit',
        })
    } finally {
      process.kill(deployment.postgres.pid, 'SIGCONT')
    }
  })

  it('a rolling restart under load fails no request', async () => {
    const instances = [first, second]
    const failures: string[] = []
    let running = true
    let served = 0
    // A load balancer: round robin over the instances that it has not been told to leave out.
    const client = async (number: number) => {
      for (let i = number; running; i++) {
        const instance = instances[i % instances.length]!
        const answer = await ask(instance, `where is my order ${70_000 + i}`).catch((error: Error) => error)
        if (answer instanceof Error) failures.push(`${answer.message} ${String(answer.cause)}`)
        else if (answer.http !== 200 || answer.status !== 'hit') failures.push(JSON.stringify(answer))
        else served++
      }
    }
    const clients = Array.from({ length: 8 }, (_, number) => client(number))
    for (const slot of [0, 1]) {
      const old = instances[slot]!
      const replacement = await startInstance(env)
      await ask(replacement)
      instances[slot] = replacement
      // Requests that are on their way to it are the ones SIGTERM must not lose.
      await old.stop('SIGTERM')
    }
    running = false
    await Promise.all(clients)
    ;[first, second] = instances as [Child, Child]
    expect(failures).toEqual([])
    expect(served).toBeGreaterThan(50)
  }, 120_000)

  it('what an instance committed and could not publish any more, another publishes, audited once', async () => {
    const child = fork(path.resolve('tests/integration/drills/decide-and-die.ts'), [], {
      execArgv: ['--import', path.resolve('node_modules/tsx/dist/esm/index.mjs')],
      env: { PATH: process.env.PATH, DRILL_ENV: JSON.stringify(env) } as unknown as NodeJS.ProcessEnv,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const made = new Promise<{ workspaceId: string; lookupKey: string }>((resolve) =>
      child.once('message', (message) => resolve(message as never)),
    )
    const ended = new Promise<string | null>((resolve) =>
      child.once('exit', (_code, signal) => resolve(signal)),
    )
    const { workspaceId, lookupKey } = await made
    expect(await ended).toBe('SIGKILL')
    await expect
      .poll(async () => (await askInstance(second.url, lookupKey, 'how long does delivery take')).status, {
        timeout: 10_000,
      })
      .toBe('hit')
    const owner = new pg.Client({ connectionString: deployment.postgres.ownerUrl })
    await owner.connect()
    const { rows } = await owner.query(
      `SELECT type, count(*)::int AS count FROM audit_event WHERE workspace_id = $1 AND type LIKE 'proposal.appr%' GROUP BY type`,
      [workspaceId],
    )
    const pending = await owner.query(
      'SELECT count(*)::int AS count FROM outbox WHERE workspace_id = $1 AND done_at IS NULL AND cancelled_at IS NULL',
      [workspaceId],
    )
    await owner.end()
    expect(rows.map(({ count }) => count as number)).toEqual([1])
    expect(pending.rows[0]).toEqual({ count: 0 })
  }, 120_000)
})

type Malformed = { body: string | Uint8Array; type: string; key: string | undefined }

function malformed(): fc.Arbitrary<Malformed> {
  const deep = fc.integer({ min: 1, max: 2_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth))
  const huge = fc.constantFrom('1e999', '-1e308', '9'.repeat(400), '0.'.padEnd(300, '1'))
  const fields = fc.dictionary(
    fc.constantFrom(
      'query',
      'scope',
      'model',
      'messages',
      'max_tokens',
      'stream',
      '__proto__',
      'constructor',
      'x',
    ),
    fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\u0000', 1e308)),
  )
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fields.map((value) => JSON.stringify(value)),
    fields.map((value) => JSON.stringify(value).slice(0, -1)),
    deep,
    huge.map((number) => `{"query":"where is my order 1","max_tokens":${number},"model":"m","messages":[]}`),
    fc.string({ unit: 'binary', maxLength: 100 }).map((text) => JSON.stringify({ query: text })),
  )
  return fc.record({
    body,
    type: fc.oneof(
      { weight: 8, arbitrary: fc.constant('application/json') },
      fc.constantFrom(
        'text/plain',
        'application/json; charset=latin1',
        'multipart/form-data; boundary=x',
        ';',
      ),
    ),
    key: fc.oneof(
      { weight: 8, arbitrary: fc.constant(undefined) },
      fc.constantFrom('Bearer l0_nope', 'Basic eDp5', 'Bearer', `Bearer ${'x'.repeat(4_000)}`),
    ),
  })
}

async function lookupStatus(url: string, key: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/lookup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: tracked }),
  })
  await response.arrayBuffer()
  return response.status
}
