import { describe, expect, test } from 'vitest'
import { gatewayPath, makeGatewayFetch, unwrapFetch, type Fetch } from './gateway-fetch'
import { readL0 } from './l0-info'

const gateway = {
  baseURL: 'http://gateway/base',
  apiKey: 'l0_key',
  headers: { 'x-l0-scope': 'billing' },
  fallback: true,
}
const vendorHeaders = { 'x-api-key': 'sk-vendor', authorization: 'Bearer sk-vendor', cookie: 'a=sk-vendor' }
type Sent = { url: string; headers: Headers }

/** A network in which the gateway does as told and the vendor always answers. */
function network(atGateway: (signal?: AbortSignal | null) => Response) {
  const sent: Sent[] = []
  const fetch: Fetch = async (input, init) => {
    const url = String(input)
    sent.push({ url, headers: new Headers(init?.headers) })
    return url.startsWith('http://gateway') ? atGateway(init?.signal) : new Response('vendor')
  }
  const post = (extra: RequestInit = {}, options = {}, url = 'https://vendor/v1/messages?beta=true') =>
    makeGatewayFetch({ ...gateway, ...options }, fetch)(url, {
      method: 'post',
      body: '{}',
      headers: vendorHeaders,
      ...extra,
    })
  return { sent, post, hosts: () => sent.map(({ url }) => new URL(url).host) }
}
const refuse = () => {
  throw new TypeError('fetch failed')
}
const answer =
  (status: number, headers = {}) =>
  () =>
    new Response('gateway', { status, headers })

describe('what goes to the gateway', () => {
  test.each([
    ['POST', '/v1/messages', '/v1/messages'],
    ['POST', '/proxy/v1/messages?beta=true', '/v1/messages?beta=true'],
    ['POST', '/v1/messages/count_tokens', '/v1/messages/count_tokens'],
    ['GET', '/v1/models?limit=2', '/v1/models?limit=2'],
    ['GET', '/v1/models/claude', '/v1/models/claude'],
    ['POST', '/v1/messages/batches', null],
    ['GET', '/v1/messages', null],
    ['POST', '/v1/files', null],
    ['POST', '/v1/oauth/token', null],
  ])('%s %s', (method, path, expected) => {
    expect(gatewayPath(method, `https://vendor${path}`)).toBe(expected)
  })
})

describe('whose key goes where', () => {
  test('the gateway gets its own key and no credential of the vendor’s, under whatever header', async () => {
    const { sent, post } = network(answer(200, { 'x-l0-cache': 'hit' }))
    await post()
    expect(sent[0]!.url).toBe('http://gateway/base/v1/messages?beta=true')
    expect(sent[0]!.headers.get('authorization')).toBe('Bearer l0_key')
    expect(sent[0]!.headers.get('x-l0-scope')).toBe('billing')
    expect(JSON.stringify([...sent[0]!.headers])).not.toContain('sk-vendor')
  })

  test.each([['https://vendor/v1/messages'], ['https://vendor/v1/files']])(
    'the vendor gets its own credentials and nothing of ours: %s',
    async (url) => {
      const { sent, post } = network(refuse)
      await post({ headers: { ...vendorHeaders, 'x-l0-scope': 'mine' } }, {}, url)
      const { headers } = sent.at(-1)!
      expect(sent.at(-1)!.url).toBe(url)
      expect(headers.get('x-api-key')).toBe('sk-vendor')
      expect(JSON.stringify([...headers])).not.toMatch(/l0_key|x-l0-/)
    },
  )

  test('a header of the request wins over the configured one', async () => {
    const { sent, post } = network(answer(200, { 'x-l0-cache': 'hit' }))
    await post({ headers: { 'x-l0-scope': 'mine' } })
    expect(sent[0]!.headers.get('x-l0-scope')).toBe('mine')
  })
})

describe('when the gateway is down', () => {
  test.each([
    ['no connection', refuse, 'unreachable'],
    ['502', answer(502), 'status_502'],
    ['503', answer(503), 'status_503'],
    ['504', answer(504), 'status_504'],
  ] as const)('%s: the vendor is asked, and the response says why', async (_name, atGateway, reason) => {
    const { post, hosts } = network(atGateway)
    const response = await post()
    expect(await response.text()).toBe('vendor')
    expect(readL0(response).fallback).toBe(reason)
    expect(hosts()).toEqual(['gateway', 'vendor'])
  })

  test.each([
    ['a fault of the gateway', answer(500)],
    ['too many requests', answer(429)],
    ['a wrong key', answer(401)],
    ['the model’s 503, passed on by a gateway that works', answer(503, { 'x-l0-cache': 'miss' })],
  ])('%s is not down: the caller gets it', async (_name, atGateway) => {
    const { post, hosts } = network(atGateway)
    expect(await (await post()).text()).toBe('gateway')
    expect(hosts()).toEqual(['gateway'])
  })

  test.each([
    ['switched off', {}, { fallback: false }],
    ['the model is forbidden', { headers: { ...vendorHeaders, 'x-l0-cache': 'only' } }, {}],
    ['there is no credential for the vendor', { headers: {} }, {}],
  ])('the vendor is not asked when %s', async (_name, extra, options) => {
    const broken = network(answer(503))
    expect((await broken.post(extra, options)).status).toBe(503)
    expect(broken.hosts()).toEqual(['gateway'])
    const gone = network(refuse)
    await expect(gone.post(extra, options)).rejects.toThrow('fetch failed')
    expect(gone.hosts()).toEqual(['gateway'])
  })

  test('nor after the caller has left', async () => {
    const controller = new AbortController()
    const { post, hosts } = network(() => {
      controller.abort()
      throw new DOMException('aborted', 'AbortError')
    })
    await expect(post({ signal: controller.signal })).rejects.toThrow('aborted')
    expect(hosts()).toEqual(['gateway'])
  })

  test('a body that can be read once goes to the vendor alone', async () => {
    const { post, hosts } = network(refuse)
    await post({ body: new Blob(['{}']).stream(), duplex: 'half' } as RequestInit)
    expect(hosts()).toEqual(['vendor'])
  })
})

test('ours comes off again', () => {
  const fetch: Fetch = async () => new Response()
  expect(unwrapFetch(makeGatewayFetch(gateway, fetch))).toBe(fetch)
  expect(unwrapFetch(fetch)).toBe(fetch)
  expect(unwrapFetch(undefined)).toBeUndefined()
})
