import type { APIError } from '@anthropic-ai/sdk'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { startGateway, until, type Harness, type Setup } from './harness'

let model: FakeModel
const open: Harness[] = []

beforeAll(async () => {
  model = await startFakeModel()
})
afterEach(async () => {
  for (const gateway of open.splice(0)) await gateway.close()
})
afterAll(() => model.close())

async function gatewayWith(setup: Setup = {}): Promise<Harness> {
  const gateway = await startGateway({ modelUrl: model.url, ...setup })
  open.push(gateway)
  return gateway
}
const deadlines = { connectMs: 500, responseMs: 200, idleMs: 150, totalMs: 5_000 }
const body = (name: string, content = 'what are your opening hours') => ({
  model: name,
  max_tokens: 500,
  messages: [{ role: 'user' as const, content }],
})
async function failure(work: Promise<unknown>): Promise<APIError> {
  return work.then(
    () => {
      throw new Error('it should have failed')
    },
    (error: unknown) => error as APIError,
  )
}

describe('errors of the model', () => {
  test.each([400, 401, 404, 413, 429, 500, 529])(
    '%i passes through with its body and retry headers',
    async (status) => {
      const gateway = await gatewayWith()
      const error = await failure(gateway.anthropic().messages.create(body(`fake-status-${status}`)))
      expect(error.status).toBe(status)
      expect(error.message).toContain(`told to answer ${status}`)
      expect(error.headers?.get('retry-after')).toBe('7')
      expect(error.headers?.get('x-should-retry')).toBe('false')
      expect(error.headers?.get('anthropic-ratelimit-requests-remaining')).toBe('0')
      expect(error.headers?.get('x-l0-cache')).toBe('miss')
      expect(error.requestID).toMatch(/^req_demo_/)
      await until(() => gateway.misses.length === 1)
      expect(gateway.misses[0]!.model_answer).toBeNull()
    },
  )

  test('the same for a stream that never began', async () => {
    const gateway = await gatewayWith()
    const error = await failure(gateway.anthropic().messages.stream(body('fake-status-529')).finalMessage())
    expect(error.status).toBe(529)
  })

  test('a storm of 429 that passes is waited out', async () => {
    const gateway = await gatewayWith()
    const reply = await gateway.anthropic().messages.create(body('fake-storm-2'))
    expect(reply.stop_reason).toBe('end_turn')
  })

  test('a connection that is reset is tried again, then reported as overloaded with a time to wait', async () => {
    const gateway = await gatewayWith()
    const before = model.requests.length
    const error = await failure(gateway.anthropic().messages.create(body('fake-reset')))
    expect(error.status).toBe(529)
    expect(error.headers?.get('retry-after')).toBe('1')
    expect(error.error).toMatchObject({ error: { type: 'overloaded_error' } })
    expect(model.requests.length - before).toBe(3)
  })

  test('garbage with status 200 is a 502, never an answer', async () => {
    const gateway = await gatewayWith()
    expect((await failure(gateway.anthropic().messages.create(body('fake-garbage')))).status).toBe(502)
    expect(
      (await failure(gateway.anthropic().messages.stream(body('fake-garbage')).finalText())).status,
    ).toBe(502)
    await until(() => gateway.misses.length === 2)
    expect(gateway.misses.every(({ model_answer }) => model_answer === null)).toBe(true)
  })

  test('a model that hangs is a 504 after the deadline', async () => {
    const gateway = await gatewayWith({ models: { deadlines } })
    const started = Date.now()
    const error = await failure(gateway.anthropic().messages.create(body('fake-hang')))
    expect(error.status).toBe(504)
    expect(Date.now() - started).toBeLessThan(1_500)
  })

  test('nobody listening is a 529 at once', async () => {
    const gateway = await gatewayWith({ modelUrl: 'http://127.0.0.1:9' })
    expect((await failure(gateway.anthropic().messages.create(body('any')))).status).toBe(529)
  })
})

describe('a stream that breaks off', () => {
  test.each(['fake-cut', 'fake-short', 'fake-stall'])(
    '%s: whole frames, then an error event; nothing proposed',
    async (name) => {
      const gateway = await gatewayWith({ models: { deadlines } })
      const response = await fetch(`${gateway.url}/v1/messages`, {
        method: 'POST',
        headers: { 'x-api-key': 'l0_ws_a', 'content-type': 'application/json' },
        body: JSON.stringify({ ...body(name), stream: true }),
      })
      const frames = (await response.text()).split('\n\n').filter(Boolean)
      for (const frame of frames) JSON.parse(/^data: (.*)$/m.exec(frame)![1]!)
      expect(frames.at(-1)).toMatch(/^event: error\n/)
      const viaSdk = await failure(gateway.anthropic().messages.stream(body(name)).finalMessage())
      expect(viaSdk.message).toMatch(/broke off/)
      await until(() => gateway.misses.length === 2)
      expect(gateway.misses.every(({ model_answer }) => model_answer === null)).toBe(true)
      expect(gateway.usage.every(({ error }) => error)).toBe(true)
    },
  )
})

describe('callers who leave', () => {
  test('cancel the model’s call, streaming', async () => {
    const gateway = await gatewayWith()
    const before = model.abandoned
    const stream = gateway.anthropic().messages.stream(body('fake-slow-50'))
    stream.on('error', () => undefined)
    stream.on('abort', () => undefined)
    await new Promise<void>((resolve) => void stream.once('text', () => resolve()))
    stream.abort()
    await until(() => model.abandoned === before + 1)
    await until(() => gateway.usage.length === 1)
    expect(gateway.usage[0]!.error).toBe(false)
  })

  test('and waiting for JSON', async () => {
    const gateway = await gatewayWith()
    const before = model.abandoned
    const abort = new AbortController()
    const reply = gateway.anthropic().messages.create(body('fake-hang'), { signal: abort.signal })
    const failed = failure(reply)
    setTimeout(() => abort.abort(), 50)
    await failed
    await until(() => model.abandoned === before + 1)
  })
})

describe('slow readers', () => {
  test('hold the model back instead of filling memory', async () => {
    const gateway = await gatewayWith()
    const response = await fetch(`${gateway.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': 'l0_ws_a', 'content-type': 'application/json' },
      body: JSON.stringify({ ...body('fake-long-8000'), stream: true, max_tokens: 10_000_000 }),
    })
    const reader = response.body!.getReader()
    await reader.read()
    const before = process.memoryUsage().arrayBuffers
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30 * 1024 * 1024)
    await reader.cancel()
  })
})

describe('identical questions at once', () => {
  test('are one call to the model', async () => {
    const gateway = await gatewayWith()
    const before = model.requests.length
    const client = gateway.anthropic()
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        client.messages.create({ ...body('fake-delay-100'), metadata: { user_id: `user-${i}` } }),
      ),
    )
    expect(new Set(replies.map(({ id }) => id)).size).toBe(1)
    expect(model.requests.length - before).toBe(1)
    await until(() => gateway.usage.length === 10)
    expect(gateway.usage.filter(({ output_tokens }) => output_tokens > 0)).toHaveLength(1)
  })

  test('of two workspaces are two', async () => {
    const gateway = await gatewayWith()
    const before = model.requests.length
    await Promise.all(
      ['l0_ws_a', 'l0_ws_b'].map((key) => gateway.anthropic(key).messages.create(body('fake-delay-50'))),
    )
    expect(model.requests.length - before).toBe(2)
  })
})

describe('limits', () => {
  test('more calls at once than allowed are turned away with 529, and room comes back', async () => {
    const gateway = await gatewayWith({ models: { concurrency: 2 } })
    const client = gateway.anthropic()
    const all = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) =>
        client.messages.create(body('fake-delay-100', `what are your opening hours ${i}`)),
      ),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    const refused = all.find((one) => one.status === 'rejected')!.reason as APIError
    expect([refused.status, refused.headers?.get('retry-after')]).toEqual([529, '1'])
    expect((await client.messages.create(body('fine'))).stop_reason).toBe('end_turn')
  })
})

describe('a breaker by model', () => {
  test('opens after faults, spares the others, and closes when a probe succeeds', async () => {
    const gateway = await gatewayWith({
      models: { breaker: { failures: 3, openMs: 200 }, retry: { retries: 0, baseMs: 1, maxWaitMs: 1 } },
    })
    const client = gateway.anthropic()
    for (let i = 0; i < 3; i++)
      expect((await failure(client.messages.create(body('fake-plain-500')))).status).toBe(500)
    const before = model.requests.length
    const error = await failure(client.messages.create(body('fake-plain-500')))
    expect([error.status, error.headers?.get('retry-after')]).toEqual([529, '1'])
    expect(model.requests.length).toBe(before)
    expect((await client.messages.create(body('another'))).stop_reason).toBe('end_turn')
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect((await failure(client.messages.create(body('fake-plain-500')))).status).toBe(500)
    expect(model.requests.length).toBe(before + 2)
  })
})

describe('fallbacks', () => {
  const fallbacks = [{ provider: 'openai', model: 'second-choice' }]

  test('the next provider answers in the caller’s format, JSON and stream', async () => {
    const gateway = await gatewayWith({ openaiUrl: model.url, models: { fallbacks } })
    const { data, response } = await gateway
      .anthropic()
      .messages.create(body('fake-plain-503'))
      .withResponse()
    expect(data).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' })
    expect(data.usage.output_tokens).toBeGreaterThan(0)
    expect(response.headers.get('x-l0-provider')).toBe('openai')
    expect(model.requests.at(-1)).toMatchObject({
      path: '/v1/chat/completions',
      body: { model: 'second-choice' },
    })
    expect(model.requests.at(-1)!.headers.authorization).toBe('Bearer upstream-openai-secret')
    const stream = gateway.anthropic().messages.stream(body('fake-plain-503'))
    expect((await stream.finalMessage()).content).toEqual(data.content)
  })

  test('what only the first understands is not sent to the second', async () => {
    const gateway = await gatewayWith({ openaiUrl: model.url, models: { fallbacks } })
    const tools = [{ name: 't', input_schema: { type: 'object' as const } }]
    const error = await failure(gateway.anthropic().messages.create({ ...body('fake-plain-503'), tools }))
    expect(error.status).toBe(503)
  })

  test('the workspace’s own words when all are out, labelled and never proposed', async () => {
    const gateway = await gatewayWith({ policy: { fallback_answer: 'Please write to support.' } })
    const { data, response } = await gateway
      .anthropic()
      .messages.create(body('fake-status-529'))
      .withResponse()
    expect(data.content).toEqual([{ type: 'text', text: 'Please write to support.', citations: null }])
    expect(data.model).toBe('l0-fallback-answer')
    expect(response.headers.get('x-l0-reason')).toBe('fallback_answer')
    await until(() => gateway.misses.length === 1)
    expect(gateway.misses[0]!.model_answer).toBeNull()
  })
})
