import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChild, type Child } from '@/scripts/bench/child'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { makeTestApp, type TestApp } from '../../support/app'
import { attributesOf, startOtlpReceiver, type Span } from './otlp-receiver'

let world: TestApp
let model: FakeModel
let collector: Awaited<ReturnType<typeof startOtlpReceiver>>
let server: Child

const traceId = '0af7651916cd43dd8448eb211c80319c'
const question = 'where on earth is order 77123, asks Zebulon'

beforeAll(async () => {
  world = await makeTestApp()
  await world.approve('cancel_order', 'To cancel order {{order_id}}, open your account.')
  model = await startFakeModel()
  collector = await startOtlpReceiver()
  server = await startChild('serve', {
    NODE_ENV: 'test',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    L0_SECRET: 'a secret for tests only, thirty-two characters',
    DATABASE_URL: process.env.L0_TEST_APP_URL!,
    DATABASE_OWNER_URL: process.env.L0_TEST_DATABASE_URL!,
    REDIS_URL: process.env.L0_TEST_REDIS_URL!,
    REDIS_DEADLINE_MS: '1000',
    ANTHROPIC_API_KEY: 'upstream-secret',
    ANTHROPIC_BASE_URL: model.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '50',
  })
})
afterAll(async () => {
  await server?.stop()
  await collector?.close()
  await model?.close()
  await world?.app.close()
})

function ask(content: string, more: Record<string, unknown> = {}): Promise<Response> {
  return fetch(`${server.url}/v1/messages`, {
    method: 'POST',
    headers: {
      'x-api-key': world.lookupKey,
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
    body: JSON.stringify({
      model: 'claude-haiku-4-5',
      max_tokens: 300,
      metadata: { user_id: 'user-ref-of-zebulon' },
      messages: [{ role: 'user', content }],
      ...more,
    }),
  })
}

const named = (name: string): Span[] => collector.spans.filter((span) => span.name === name)

test('a miss is a trace of the caller: the request, the look-up and the model’s call, by their standard names', async () => {
  const reply = await ask(question)
  expect(reply.status).toBe(200)
  await reply.text()
  await expect.poll(() => named('POST /v1/messages').length).toBe(1)
  const request = named('POST /v1/messages')[0]!
  const [lookup] = named('l0.lookup')
  const [call] = named('chat claude-haiku-4-5')
  expect(request).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331', kind: 2 })
  expect(lookup).toMatchObject({ traceId, parentSpanId: request.spanId, kind: 1 })
  expect(call).toMatchObject({ traceId, parentSpanId: request.spanId, kind: 3 })
  expect(attributesOf(request)).toMatchObject({
    'http.request.method': 'POST',
    'http.route': '/v1/messages',
    'l0.cache': 'miss',
    'l0.workspace.id': world.workspaceId,
    'l0.request.id': expect.stringMatching(/^req_/),
  })
  expect(attributesOf(call!)).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': 'claude-haiku-4-5',
    'gen_ai.response.model': 'l0-demo-model',
    'gen_ai.response.finish_reasons': ['end_turn'],
    'gen_ai.usage.input_tokens': expect.any(Number),
    'gen_ai.usage.output_tokens': expect.any(Number),
  })
  expect(BigInt(call!.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(request.startTimeUnixNano))
  expect(BigInt(call!.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(request.endTimeUnixNano))
})

test('a stream says when its first chunk came', async () => {
  const reply = await ask('tell me about order 88231', { stream: true })
  await reply.text()
  const streamed = () =>
    named('chat claude-haiku-4-5').find((span) => attributesOf(span)['gen_ai.request.stream'] === true)
  await expect.poll(streamed).toBeTruthy()
  expect(attributesOf(streamed()!)['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0)
})

test('a failure carries its status; a made-up model name carries nothing', async () => {
  const reply = await ask('anything', { model: 'fake-status-503' })
  await reply.text()
  await expect.poll(() => named('chat fake-status-503').length).toBe(1)
  const failed = named('chat fake-status-503')[0]!
  expect(failed.status.code).toBe(2)
  expect(attributesOf(failed)['error.type']).toBe('503')
  await (await ask('anything', { model: 'Zebulon wants his order' })).text()
  await expect.poll(() => named('chat _OTHER').length).toBe(1)
})

test('a helper’s call is a trace of its own: what it was for, whose, and nobody’s words', async () => {
  const requests = named('POST /v1/messages').length
  await (await ask('could somebody explain pumpernickel to Zebulon')).text()
  await expect.poll(() => named('POST /v1/messages').length).toBe(requests + 1)
  const helper = () => collector.spans.find((span) => attributesOf(span)['l0.helper'] === 'intent_classifier')
  await expect.poll(helper, { timeout: 5_000 }).toBeTruthy()
  expect(helper()).toMatchObject({ name: 'chat claude-haiku-4-5', kind: 3 })
  expect(helper()!.traceId).not.toBe(traceId)
  expect(helper()!.parentSpanId ?? '').toBe('')
  expect(attributesOf(helper()!)).toMatchObject({
    'l0.workspace.id': world.workspaceId,
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.response.model': expect.any(String),
    'gen_ai.usage.input_tokens': expect.any(Number),
  })
  expect(JSON.stringify(collector.spans)).not.toMatch(/pumpernickel/)
})

test('a hit makes no span', async () => {
  const before = named('POST /v1/messages').length
  const reply = await ask('I need to cancel order #12345')
  expect(reply.headers.get('x-l0-cache')).toBe('hit')
  await (await ask('one more miss about order 99182')).text()
  await expect.poll(() => named('POST /v1/messages').length).toBe(before + 1)
})

test('metrics leave at the end at the latest, and nobody’s words were in anything that left', async () => {
  await server.stop()
  const names = collector.metrics.map(({ name, unit }) => `${name} ${unit}`)
  expect(names).toContain('gen_ai.client.operation.duration s')
  expect(names).toContain('gen_ai.client.token.usage {token}')
  const usage = collector.metrics.find(({ name }) => name === 'gen_ai.client.token.usage')!
  const types = usage.histogram.dataPoints.map((point) => attributesOf(point)['gen_ai.token.type'])
  expect(new Set(types)).toEqual(new Set(['input', 'output']))
  const sent = collector.bodies.join('\n')
  for (const text of [
    'Zebulon',
    '77123',
    'order 8',
    'open your account',
    'user-ref',
    'cancel order',
    world.lookupKey,
  ])
    expect(sent).not.toContain(text)
  expect(sent).not.toContain('upstream-secret')
})
