import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModelCall, ModelReply } from '@/lib/gateway/ports'
import { startFakeModel, type FakeModel } from '@/tests/fakes/model-server'
import { makeModels } from './models'
import type { Provider } from './provider'
import { routesFor } from './routes'

const provider = (id: string, wire: Provider['wire'], more: Partial<Provider> = {}): Provider => ({
  id,
  name: wire,
  wire,
  baseUrl: 'https://x.test',
  apiKey: 'k',
  model: `own-${id}`,
  ...more,
})
const callOf = (model: string, more: Partial<ModelCall> = {}): ModelCall => {
  const body = { model, max_tokens: 20, messages: [{ role: 'user', content: 'hello' }] }
  return {
    workspaceId: 'ws_a',
    wire: 'anthropic',
    operation: 'generate',
    model,
    stream: false,
    body: Buffer.from(JSON.stringify(body)),
    headers: {},
    search: '',
    signal: new AbortController().signal,
    ...more,
  }
}

describe('routes of a chain', () => {
  const chain = [
    provider('a', 'openai'),
    provider('b', 'anthropic'),
    provider('c', 'anthropic', { pinned: true }),
  ]
  const routes = (call: ModelCall) =>
    routesFor({ providers: chain, fallbacks: [], chain: true }, call).map(({ provider: { id }, model }) => [
      id,
      model,
    ])

  it('those of the caller’s format come first, in their order; the others get their own model', () => {
    expect(routes(callOf('callers'))).toEqual([
      ['b', 'callers'],
      ['c', 'own-c'],
      ['a', 'own-a'],
    ])
  })
  it('lists of models come from the first alone', () => {
    expect(routes(callOf('', { operation: 'list_models', body: null }))).toEqual([['b', '']])
  })
})

describe('models of a chain', () => {
  let slow: FakeModel
  let second: FakeModel
  beforeAll(async () => {
    slow = await startFakeModel()
    second = await startFakeModel()
  })
  afterAll(() => Promise.all([slow.close(), second.close()]))

  it('one that has no room is passed over, and what waits there is not disturbed', async () => {
    const models = makeModels({
      providers: [
        provider('a', 'anthropic', { baseUrl: slow.url }),
        provider('b', 'anthropic', { baseUrl: second.url }),
      ],
      fallbacks: [],
      chain: true,
      deadlines: { connectMs: 1_000, responseMs: 5_000, idleMs: 5_000, totalMs: 5_000 },
      retry: { retries: 0, baseMs: 1, maxWaitMs: 1 },
      breaker: { failures: 5, openMs: 1_000 },
      concurrency: 1,
      random: Math.random,
      onOutcome: () => undefined,
    })
    const first = models.call(callOf('fake-delay-300'))
    await read(await models.call(callOf('quick')))
    expect([slow.requests.length, second.requests.length]).toEqual([1, 1])
    await read(await first)
    await read(await models.call(callOf('quick')))
    expect([slow.requests.length, second.requests.length]).toEqual([2, 1])
  })
})

async function read(reply: ModelReply): Promise<void> {
  expect(reply.status).toBe(200)
  for await (const _ of reply.body) void _
}
