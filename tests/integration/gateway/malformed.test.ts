import http from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startFakeModel, type FakeModel } from '../../fakes/model-server'
import { startGateway, type Harness } from './harness'

let model: FakeModel
let gateway: Harness

beforeAll(async () => {
  model = await startFakeModel()
  gateway = await startGateway({ modelUrl: model.url })
})
afterAll(async () => {
  await gateway.close()
  await model.close()
})

const paths = ['/v1/messages', '/v1/messages/count_tokens', '/v1/chat/completions'] as const
const good = { model: 'm', max_tokens: 100, messages: [{ role: 'user', content: 'opening hours' }] }

async function post(path: string, body: BodyInit, headers: Record<string, string> = {}) {
  const response = await fetch(gateway.url + path, {
    method: 'POST',
    headers: { 'x-api-key': 'l0_ws_a', 'content-type': 'application/json', ...headers },
    body,
  })
  return { status: response.status, text: await response.text() }
}

/** On a connection of its own: the refusal comes while the body is still on its way. */
function postAlone(path: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'x-api-key': 'l0_ws_a',
      'content-type': 'application/json',
      'content-length': body.length,
    }
    const request = http.request(gateway.url + path, { method: 'POST', headers, agent: false })
    let status = 0
    request.on('response', (response) => {
      status = response.statusCode ?? 0
      response.resume().on('end', () => resolve(status))
    })
    request.on('error', (error) => (status > 0 ? resolve(status) : reject(error)))
    request.end(body)
  })
}

describe.each(paths)('%s', (path) => {
  test.each([
    ['model', { ...good, model: undefined }],
    ['model', { ...good, model: 5 }],
    ['messages', { ...good, messages: undefined }],
    ['messages', { ...good, messages: [] }],
    ['messages.0.role', { ...good, messages: [{ role: 'king', content: 'x' }] }],
    ['messages.0.content', { ...good, messages: [{ role: 'user', content: 5 }] }],
    ['stream', { ...good, stream: 'yes' }],
  ])('a wrong %s is a 400 that names it', async (field, body) => {
    const { status, text } = await post(path, JSON.stringify(body))
    expect(status).toBe(400)
    expect(JSON.parse(text).error.message).toMatch(new RegExp(`^${field.replaceAll('.', '\\.')}: `))
  })

  test('bad syntax, bad UTF-8, depth, an empty body and a wrong type are 4xx', async () => {
    expect((await post(path, '{')).status).toBe(400)
    expect((await post(path, Buffer.from([0x7b, 0xff, 0xfe]))).status).toBe(400)
    expect((await post(path, '['.repeat(5_000))).status).toBe(400)
    expect((await post(path, '')).status).toBe(400)
    expect((await post(path, JSON.stringify(good), { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post(path, JSON.stringify(good), { 'x-api-key': 'nope' })).status).toBe(401)
  })

  test('a body over 10 MB is a 413', async () => {
    expect(await postAlone(path, `{"x":"${'y'.repeat(10 * 1024 * 1024)}"}`)).toBe(413)
  })

  test('whatever is sent, it is never a fault of the gateway', async () => {
    const field = fc.constantFrom(
      'model',
      'max_tokens',
      'messages',
      'system',
      'stream',
      'metadata',
      'tools',
      'thinking',
      'stop',
      'n',
      'stop_sequences',
      'output_config',
      'response_format',
      'logit_bias',
      'temperature',
      'user',
      'modalities',
      'stream_options',
      '__proto__',
      'constructor',
      'toString',
    )
    const message = fc.oneof(
      fc.jsonValue(),
      fc.record({
        role: fc.oneof(fc.constantFrom('user', 'assistant', 'system', 'tool'), fc.jsonValue()),
        content: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
      }),
    )
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(1e308, -0, 2 ** 60, '\ud800', '\u0000'),
      fc.array(message, { maxLength: 3 }),
    )
    const body = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(field, odd),
      fc
        .tuple(fc.dictionary(field, odd), fc.array(message, { maxLength: 3 }))
        .map(([extra, messages]) => ({ ...good, ...extra, messages })),
    )
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        const { status } = await post(path, JSON.stringify(value) ?? 'null')
        expect(status).toBeLessThan(500)
      }),
      { numRuns: 400 },
    )
  })
})
