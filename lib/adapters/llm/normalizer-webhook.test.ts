import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRanges } from '../http/public-address'
import { normalizerWebhook, signatureHeader } from './normalizer-webhook'

const question = { version: 1 as const, workspace: 'ws_1', query: 'stop it', intents: ['a_b'], release: 'r' }

describe('normalizerWebhook', () => {
  let server: http.Server
  let url = ''
  let reply = '{"key":"a_b","confidence":0.9}'
  const seen: { body: string; signature: string }[] = []
  beforeAll(async () => {
    server = http.createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      seen.push({ body, signature: String(request.headers[signatureHeader]) })
      response.end(reply)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  })
  afterAll(() => void server.close())

  function hook(target: string | null = url, outcomes: string[] = []) {
    return normalizerWebhook({
      target: async () => (target === null ? null : { url: target, secret: 'whsec_1', deadline_ms: 500 }),
      allowed: parseRanges('127.0.0.1/32'),
      now: () => new Date('2025-06-01T00:00:00Z'),
      onOutcome: (_, outcome) => outcomes.push(outcome),
      breaker: { failures: 2, openMs: 60_000 },
    })
  }

  it('signs time and body, so that a receiver can tell it is us and now', async () => {
    expect(await hook()('ws_1', question)).toMatchObject({ key: 'a_b', confidence: 0.9 })
    const { body, signature } = seen.at(-1)!
    const v1 = createHmac('sha256', 'whsec_1').update(`1748736000.${body}`).digest('hex')
    expect(signature).toBe(`t=1748736000,v1=${v1}`)
    expect(JSON.parse(body)).toEqual(question)
  })

  it('no webhook is no answer', async () => expect(await hook(null)('ws_1', question)).toBeNull())

  it('an answer outside the contract is an error', async () => {
    reply = '{"intent":"a_b"}'
    await expect(hook()('ws_1', question)).rejects.toThrow(/is not/)
    reply = '{"key":"a_b","confidence":0.9}'
  })

  it('after failures in a row it is not asked for a while', async () => {
    const outcomes: string[] = []
    const call = hook('http://127.0.0.1:1/', outcomes)
    for (let i = 0; i < 3; i++) await call('ws_1', question).catch(() => {})
    expect(outcomes[2]).toMatch(/breaker/i)
  })
})
