import type http from 'node:http'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PATCH, DELETE } from '@/app/api/console/upstream/[upstream]/route'
import { POST as testStored } from '@/app/api/console/upstream/[upstream]/test/route'
import { PUT as order } from '@/app/api/console/upstream/order/route'
import { GET, POST } from '@/app/api/console/upstream/route'
import { POST as chat } from '@/app/v1/chat/completions/route'
import { POST as messages } from '@/app/v1/messages/route'
import { demoModelId } from '@/lib/adapters/llm/demo/replies'
import { createSystemApiKey } from '@/lib/auth/seed-user'
import { newId } from '@/lib/kernel/ids'
import type { RouteHandler } from '@/lib/server/http/route'
import { addWorkspace } from '@/lib/workspaces/create-workspace'
import type { Upstream, UpstreamState } from '@/lib/workspaces/upstream/schema'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { bodyOf, callOf, makeTestApp, type TestApp } from '../../support/app'
import { signedIn } from '../../support/session'

const keyA = 'sk-ant-workspace-a-0001'
const keyA2 = 'sk-ant-workspace-a-rotated-0002'
const keyB = 'sk-openai-workspace-b-0003'
const keyEnvironment = 'sk-environment-0004'

type Tenant = { workspaceId: string; key: string; admin: Record<string, string> }

let made: TestApp
let environment: FakeModel
let modelA: FakeModel
let modelB: FakeModel
let a: Tenant
let b: Tenant
let none: Tenant
let logged = ''
const admittedA = new Set([keyA, keyA2])

const keyOf = (headers: http.IncomingHttpHeaders) =>
  String(headers['x-api-key'] ?? headers.authorization?.replace('Bearer ', ''))

beforeAll(async () => {
  environment = await startFakeModel()
  modelA = await startFakeModel({ admits: (headers) => admittedA.has(keyOf(headers)) })
  modelB = await startFakeModel({ admits: (headers) => keyOf(headers) === keyB })
  const log = pino({ level: 'trace' }, { write: (line: string) => void (logged += line) })
  made = await makeTestApp(
    {
      UPSTREAM_ALLOWED_CIDRS: '127.0.0.0/8',
      ANTHROPIC_API_KEY: keyEnvironment,
      ANTHROPIC_BASE_URL: environment.url,
    },
    undefined,
    log,
  )
  await made.app.publishing.start()
  a = await tenant()
  b = await tenant()
  none = await tenant()
}, 60_000)
afterAll(async () => {
  await made.app.close()
  await Promise.all([environment.close(), modelA.close(), modelB.close()])
})

async function tenant(): Promise<Tenant> {
  const { app } = made
  const workspaceId = newId('ws')
  await app.workspaces.unit.transact(workspaceId, (tx) =>
    addWorkspace(tx, {
      id: workspaceId,
      name: 'Tenant',
      slug: workspaceId.replaceAll('_', '-'),
      mode: 'live',
      actor: { type: 'system', id: 'test' },
      now: app.clock.now(),
    }),
  )
  const { key } = await createSystemApiKey(app.auth, { workspaceId, name: 'lookup', scopes: ['lookup'] })
  return { workspaceId, key, admin: await signedIn({ ...made, workspaceId }, 'admin') }
}

async function admin(
  who: Tenant,
  handler: RouteHandler,
  body?: unknown,
  params: Record<string, string> = {},
) {
  const call = callOf(handler.spec.path, {
    method: handler.spec.method,
    headers: { ...who.admin, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body }),
  })
  const reply = await handler.answer({ ...call, params })
  return { status: reply.status, text: String(reply.body), body: bodyOf(reply) }
}

async function ask(who: Tenant, model = 'claude-haiku-4-5', content = `hello ${newId('req')}`) {
  const body = { model, max_tokens: 50, messages: [{ role: 'user', content }] }
  const reply = await messages.answer(callOf('/v1/messages', { key: who.key, body }))
  await reply.after?.()
  return { status: reply.status, headers: reply.headers, text: String(reply.body) }
}

const lastKey = (model: FakeModel) => keyOf(model.requests.at(-1)!.headers)
const asked = () => [environment, modelA, modelB].map(({ requests }) => requests.length)

describe('a workspace’s own model', () => {
  test('is refused with a sentence about the key when the key is wrong, and nothing is saved', async () => {
    const wrong = {
      provider: 'anthropic',
      base_url: modelA.url,
      model: 'claude-haiku-4-5',
      api_key: 'sk-wrong-key-123',
    }
    const reply = await admin(a, POST, wrong)
    expect(reply.status).toBe(422)
    expect(reply.body).toMatchObject({
      code: 'invalid_input',
      detail: expect.stringMatching(/^127\.0\.0\.1:\d+ refused this key \(status 401\)\.$/) as unknown,
      errors: [{ field: 'api_key' }],
    })
    expect(reply.text).not.toContain('sk-wrong-key')
    expect((await admin(a, GET)).body).toEqual({ items: [], environment: ['anthropic'] })
  })

  test('is refused when the model does not exist there, or nobody answers', async () => {
    const base = { provider: 'anthropic', base_url: modelA.url, model: 'fake-missing', api_key: keyA }
    expect((await admin(a, POST, base)).body).toMatchObject({ errors: [{ field: 'model' }] })
    const openai = { provider: 'openai', base_url: `${modelB.url}/v1`, model: 'gpt-none', api_key: keyB }
    expect((await admin(a, POST, openai)).body).toMatchObject({ errors: [{ field: 'model' }] })
    const dead = { ...base, base_url: 'http://127.0.0.1:9' }
    expect((await admin(a, POST, dead)).body).toMatchObject({ errors: [{ field: 'base_url' }] })
  })

  test.each([
    'http://169.254.169.254/latest',
    'http://10.0.0.1',
    'https://192.168.1.1',
    'https://u:p@example.com',
  ])('%s is not called at all', async (base_url) => {
    const reply = await admin(a, POST, { provider: 'anthropic', base_url, model: 'm', api_key: keyA })
    expect(reply.body).toMatchObject({ code: 'invalid_input', errors: [{ field: 'base_url' }] })
  })

  test('two workspaces are answered by their own, with their own keys; a third by the environment’s', async () => {
    const anthropic = {
      provider: 'anthropic',
      base_url: modelA.url,
      model: 'claude-haiku-4-5',
      api_key: keyA,
    }
    const openai = { provider: 'openai', base_url: `${modelB.url}/v1`, model: demoModelId, api_key: keyB }
    const savedA = await admin(a, POST, anthropic)
    const savedB = await admin(b, POST, openai)
    expect([savedA.status, savedB.status], savedB.text).toEqual([200, 200])
    expect(savedA.body).toMatchObject({ key_hint: keyA.slice(-4), model: 'claude-haiku-4-5' })
    for (const { text } of [savedA, savedB, await admin(a, GET)]) expect(text).not.toMatch(/api_key|sk-/)
    // Each is heard of by the running instance within a second.
    await within(1_000, async () => (await ask(a)) && modelA.requests.some(isGenerate))
    const before = asked()
    expect((await ask(a)).status).toBe(200)
    expect((await ask(b)).status).toBe(200)
    expect((await ask(none)).status).toBe(200)
    expect(asked().map((count, index) => count - before[index]!)).toEqual([1, 1, 1])
    expect([lastKey(modelA), lastKey(modelB), lastKey(environment)]).toEqual([keyA, keyB, keyEnvironment])
    // B’s speaks the other format: its own model is asked there, not the name the caller gave.
    expect(modelB.requests.at(-1)!.body.model).toBe(demoModelId)
    expect(modelA.requests.at(-1)!.body.model).toBe('claude-haiku-4-5')
  })

  test('a new key takes effect on a running instance within a second', async () => {
    const [upstream] = (await admin(a, GET)).body.items as Upstream[]
    const wrong = await admin(a, PATCH, { api_key: 'sk-mistyped-000000' }, { upstream: upstream!.id })
    expect(wrong.body).toMatchObject({ errors: [{ field: 'api_key' }] })
    await ask(a)
    expect(lastKey(modelA)).toBe(keyA)
    const rotated = await admin(a, PATCH, { api_key: keyA2 }, { upstream: upstream!.id })
    expect(rotated.body).toMatchObject({ key_hint: '0002' })
    const started = Date.now()
    await within(1_000, async () => (await ask(a)) && lastKey(modelA) === keyA2)
    expect(Date.now() - started).toBeLessThan(1_000)
    admittedA.delete(keyA)
    expect((await ask(a)).status).toBe(200)
  })

  test('another address wants the key again: the stored one is not sent elsewhere', async () => {
    const [upstream] = (await admin(a, GET)).body.items as Upstream[]
    const before = modelB.requests.length
    const reply = await admin(a, PATCH, { base_url: modelB.url }, { upstream: upstream!.id })
    expect(reply.body).toMatchObject({ code: 'invalid_input', errors: [{ field: 'api_key' }] })
    expect(modelB.requests.length).toBe(before)
  })

  test('the next in the chain is asked when the first is out, and the order can be changed', async () => {
    const second = {
      provider: 'anthropic',
      base_url: environment.url,
      model: 'claude-haiku-4-5',
      api_key: 'sk-second-000000',
    }
    expect((await admin(a, POST, second)).status).toBe(200)
    await within(
      1_000,
      async () => (await ask(a, 'fake-plain-503')) && lastKey(environment) === 'sk-second-000000',
    )
    const { items } = (await admin(a, GET)).body as UpstreamState
    const turned = await admin(a, order, { ids: items.map(({ id }) => id).reverse() })
    expect((turned.body as UpstreamState).items.map(({ id }) => id)).toEqual(
      items.map(({ id }) => id).reverse(),
    )
    await within(1_000, async () => {
      const before = modelA.requests.length
      await ask(a)
      return modelA.requests.length === before
    })
    expect((await admin(a, DELETE, undefined, { upstream: items[1]!.id })).status).toBe(200)
  })

  test('a pinned model is asked whatever the caller names', async () => {
    const [upstream] = (await admin(b, GET)).body.items as Upstream[]
    expect((await admin(b, PATCH, { pin_model: true }, { upstream: upstream!.id })).status).toBe(200)
    const body = { model: 'gpt-callers-choice', messages: [{ role: 'user', content: 'hello pinned' }] }
    await within(1_000, async () => {
      await chat.answer(callOf('/v1/chat/completions', { key: b.key, body }))
      return modelB.requests.at(-1)!.body.model === demoModelId
    })
  })

  test('one workspace cannot see, test, change or remove another’s', async () => {
    const [upstream] = (await admin(b, GET)).body.items as Upstream[]
    for (const handler of [PATCH, DELETE, testStored]) {
      const body = handler === PATCH ? { model: 'x' } : undefined
      expect((await admin(a, handler, body, { upstream: upstream!.id })).status).toBe(404)
    }
    expect((await admin(b, testStored, undefined, { upstream: upstream!.id })).body).toMatchObject({
      ok: true,
    })
  })

  test('keys are sealed in the database, absent from the log and from the audit trail, which tells of each change', async () => {
    const { prisma } = made.app.db
    const rows = await prisma.upstream.findMany({
      where: { workspace_id: { in: [a.workspaceId, b.workspaceId] } },
    })
    const events = await prisma.auditEvent.findMany({
      where: { workspace_id: { in: [a.workspaceId, b.workspaceId] } },
    })
    const told = JSON.stringify([rows, events], (_name, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    for (const key of [keyA, keyA2, keyB, 'sk-wrong-key-123', 'sk-mistyped-000000', 'sk-second-000000']) {
      expect(told).not.toContain(key)
      expect(logged).not.toContain(key)
    }
    expect(rows.map(({ api_key }) => made.app.secrets.open(api_key))).toContain(keyA2)
    const types = events.map(({ type }) => type).filter((type) => type.startsWith('upstream.'))
    expect(types.sort()).toEqual([
      'upstream.added',
      'upstream.added',
      'upstream.added',
      'upstream.removed',
      'upstream.reordered',
      'upstream.updated',
      'upstream.updated',
    ])
  })
})

const isGenerate = ({ path }: { path: string }) => path === '/v1/messages'

async function within(ms: number, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + ms
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`It did not happen within ${ms} ms.`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
