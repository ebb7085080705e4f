import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guardedPost, RefusedCall, type GuardedPost } from './guarded-post'
import { isCallable, parseRanges } from './public-address'

const inside = [
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.100.100.200',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '198.18.0.1',
  '192.0.0.192',
  '::1',
  '::',
  'fe80::1',
  'fd00:ec2::254',
  'fc00::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
]

describe('isCallable', () => {
  it.each(inside)('%s is not the public internet', (address) => expect(isCallable(address)).toBe(false))
  it.each(['1.1.1.1', '2606:4700:4700::1111'])('%s is', (address) => expect(isCallable(address)).toBe(true))
  it('an allowed network is callable, its neighbours are not', () => {
    const allowed = parseRanges('10.1.0.0/16')
    expect([isCallable('10.1.2.3', allowed), isCallable('10.2.2.3', allowed)]).toEqual([true, false])
  })
  it('cloud credentials are never handed out, whatever is allowed', () => {
    expect(isCallable('169.254.169.254', parseRanges('0.0.0.0/0'))).toBe(false)
  })
})

describe('guardedPost', () => {
  let server: http.Server
  let port = 0
  let handle: http.RequestListener = (_, response) => response.end('{}')
  const loopback = parseRanges('127.0.0.0/8')
  beforeAll(async () => {
    server = http.createServer((request, response) => handle(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => void server.close())

  const post = (more: Partial<GuardedPost> = {}) =>
    guardedPost({
      url: new URL(`http://normaliser.test:${port}/n`),
      headers: {},
      body: '{}',
      deadlineMs: 500,
      maxReplyBytes: 1_000,
      allowed: loopback,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      ...more,
    })
  const why = async (call: Promise<unknown>) => ((await call.catch((error) => error)) as RefusedCall).why

  it('reaches an allowed address by the name it was given', async () => {
    let host = ''
    handle = (request, response) => {
      host = request.headers.host ?? ''
      response.end('{"key":null}')
    }
    expect(await post()).toEqual({ status: 200, body: '{"key":null}' })
    expect(host).toBe(`normaliser.test:${port}`)
  })

  it('a name that leads inside is refused, also when only one of its addresses does', async () => {
    const call = post({
      url: new URL('https://rebind.test/'),
      allowed: [],
      resolve: async () => [
        { address: '1.1.1.1', family: 4 },
        { address: '10.0.0.5', family: 4 },
      ],
    })
    expect(await why(call)).toBe('address')
  })

  it('the name is looked up once: a second answer is never asked for', async () => {
    handle = (_, response) => response.end('{}')
    let lookups = 0
    await post({
      resolve: async () => {
        lookups++
        return [{ address: lookups === 1 ? '127.0.0.1' : '10.0.0.5', family: 4 }]
      },
    })
    expect(lookups).toBe(1)
  })

  it.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://169.254.169.254/latest',
  ])('%s is refused before anything is sent', async (url) =>
    expect(await why(post({ url: new URL(url), allowed: [] }))).toBe('address'),
  )

  it('plain text and credentials in the URL are refused', async () => {
    expect(await why(post({ url: new URL('http://example.com/'), allowed: [] }))).toBe('url')
    expect(await why(post({ url: new URL('https://u:p@example.com/') }))).toBe('url')
  })

  it('a redirect is an answer, not a way on', async () => {
    handle = (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
    expect((await post()).status).toBe(302)
  })

  it('too large and too late replies are cut off', async () => {
    handle = (_, response) => response.end('x'.repeat(5_000))
    expect(await why(post())).toBe('too_large')
    handle = () => {}
    expect(await why(post({ deadlineMs: 60 }))).toBe('deadline')
    handle = (_, response) => void response.write('{"key"')
    expect(await why(post({ deadlineMs: 60 }))).toBe('deadline')
  })
})
