import Official from '@anthropic-ai/sdk'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Anthropic, type ClientOptions } from './anthropic'

const question = {
  model: 'claude-haiku-4-5',
  max_tokens: 10,
  messages: [{ role: 'user' as const, content: 'hello' }],
}
const message = { id: 'msg_1', type: 'message', role: 'assistant', content: [], stop_reason: 'end_turn' }

/** A client on a network where every request is kept, and answered as the gateway would. */
function client(options: ClientOptions = {}) {
  const sent: Request[] = []
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    sent.push(new Request(input, init))
    return Response.json(message, { headers: { 'x-l0-cache': 'hit', 'x-l0-cache-tier': 'L0_CACHE' } })
  }
  const made = new Anthropic({
    apiKey: 'sk-vendor',
    maxRetries: 0,
    fetch,
    enableL0Cache: true,
    l0Config: { apiKey: 'l0_k', baseURL: 'http://gateway' },
    ...options,
  })
  return { made, sent, urls: () => sent.map(({ url }) => url) }
}

beforeEach(() => {
  for (const name of ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL'])
    vi.stubEnv(name, undefined)
  // No profile of whoever runs the tests.
  vi.stubEnv('ANTHROPIC_CONFIG_DIR', '/nonexistent')
})
afterEach(() => vi.unstubAllEnvs())

describe('switched off', () => {
  test('is the official client: the vendor is asked, and the three properties are null', async () => {
    const { made, urls } = client({ enableL0Cache: false })
    const reply = await made.messages.create(question)
    expect(urls()).toEqual(['https://api.anthropic.com/v1/messages'])
    expect(reply).toMatchObject({ id: 'msg_1', cacheTier: null, cost: null, l0: null })
  })

  test('keeps the official client’s errors', async () => {
    const { made } = client({ enableL0Cache: false, apiKey: null })
    await expect(made.messages.create(question)).rejects.toThrow(/authentication method/)
  })
})

describe('switched on', () => {
  test('is an official client, with its classes and the rest of its API', async () => {
    const { made, urls } = client()
    expect(made).toBeInstanceOf(Official)
    expect(Anthropic.NotFoundError).toBe(Official.NotFoundError)
    await made.messages.batches.retrieve('msgbatch_1')
    await made.beta.messages.create(question)
    expect(urls()).toEqual([
      'https://api.anthropic.com/v1/messages/batches/msgbatch_1',
      'http://gateway/v1/messages',
    ])
  })

  test('`.withResponse()` still gives the response, beside a message that says who answered', async () => {
    const { made } = client()
    const { data, response } = await made.messages.create(question).withResponse()
    expect(data.cacheTier).toBe('L0_CACHE')
    expect(response.headers.get('x-l0-cache')).toBe('hit')
  })

  test('needs no key of the vendor’s for what the gateway answers, and says so for the rest', async () => {
    const { made, urls } = client({ apiKey: null })
    expect((await made.messages.create(question)).cacheTier).toBe('L0_CACHE')
    await expect(made.messages.batches.retrieve('msgbatch_1')).rejects.toThrow(/authentication method/)
    expect(urls()).toEqual(['http://gateway/v1/messages'])
  })

  test('a copy keeps the gateway, once, and can be given another or none', async () => {
    const { made, urls, sent } = client()
    await made.withOptions({ maxRetries: 1 }).messages.create(question)
    const other = { apiKey: 'l0_b', baseURL: 'http://other' }
    await made.withOptions({ l0Config: other }).messages.create(question)
    await made.withOptions({ enableL0Cache: false }).messages.create(question)
    expect(urls()).toEqual([
      'http://gateway/v1/messages',
      'http://other/v1/messages',
      'https://api.anthropic.com/v1/messages',
    ])
    expect(sent[1]!.headers.get('authorization')).toBe('Bearer l0_b')
    expect(sent[2]!.headers.get('authorization') ?? sent[2]!.headers.get('x-api-key')).toContain('sk-vendor')
  })

  test.each([
    ['the gateway’s key as the vendor’s', { apiKey: 'l0_k' }, /vendor/],
    ['the gateway’s address as the vendor’s', { baseURL: 'http://gateway/' }, /baseURL/],
    ['no key for the gateway', { l0Config: {} }, /L0_API_KEY/],
  ])('%s is refused at once', (_name, options, message) => {
    expect(() => client(options)).toThrow(message)
  })
})
