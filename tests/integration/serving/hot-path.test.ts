import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as lookup } from '@/app/api/v1/lookup/route'
import { cacheAddress } from '@/lib/entries/cache-address'
import type { LookupResponse } from '@/lib/lookup/schema'
import { connectRedis } from '@/lib/adapters/redis/connect'
import { bodyOf, callOf, makeTestApp, testEnv, type TestApp } from '../../support/app'

describe('the hot path on real servers', () => {
  let test: TestApp
  let queries = 0
  const ask = async (query: string) =>
    bodyOf<LookupResponse>(
      await lookup.answer(callOf('/api/v1/lookup', { key: test.lookupKey, body: { query } })),
    )

  beforeAll(async () => {
    test = await makeTestApp({}, () => queries++)
    await test.approve(
      'track_order',
      'Order {{order_id}} is on its way. See https://help.demo-shop.example/orders',
    )
    await test.app.publishing.publisher.drain()
  })
  afterAll(() => test.app.close())

  it('serves another phrasing with its own order id', async () => {
    const hit = await ask('Where is my order 5512?')
    expect(hit).toMatchObject({
      status: 'hit',
      key: 'track_order',
      cache_tier: 'L0_CACHE',
      entities: { order_id: '5512' },
    })
    expect(hit.status === 'hit' && hit.answer).toContain('Order 5512 is on its way')
  })

  it('asks Postgres nothing on a warm hit', async () => {
    await ask('where is my order 1001')
    const before = queries
    for (let i = 0; i < 200; i++) expect((await ask(`where is my order ${2000 + i}`)).status).toBe('hit')
    expect(queries).toBe(before)
  })

  it('refuses a query without the entity the answer depends on', async () => {
    expect(await ask('where is my order')).toMatchObject({ status: 'miss' })
  })

  it.each([
    [{ query: '' }, 422, 'query'],
    [{ query: '   ' }, 422, 'query'],
    [{ query: 'a\u0000b' }, 422, 'query'],
    [{ query: 'x'.repeat(8_001) }, 422, 'query'],
    [{ query: 5 }, 422, 'query'],
    [{}, 422, 'query'],
    [{ query: 'hello', scope: 'UPPER CASE' }, 422, 'scope'],
    [{ query: 'hello', surprise: 1 }, 422, 'surprise'],
    ['not json', 400, 'body'],
  ])('names the field that is wrong: %j', async (body, status, field) => {
    const reply = await lookup.answer(callOf('/api/v1/lookup', { key: test.lookupKey, body }))
    expect(reply.status).toBe(status)
    const problem = bodyOf<{ code: string; errors: { field: string }[] }>(reply)
    expect(problem.code).toBe('invalid_input')
    expect(problem.errors[0]?.field).toBe(field)
  })

  it('answers 401 without a key, 401 for a made-up key, 403 for a key of the wrong scope, 415 for another media type', async () => {
    const body = { query: 'where is my order 1' }
    expect((await lookup.answer(callOf('/api/v1/lookup', { body }))).status).toBe(401)
    expect((await lookup.answer(callOf('/api/v1/lookup', { key: 'l0_nonsense', body }))).status).toBe(401)
    const { createSystemApiKey } = await import('@/lib/auth/seed-user')
    const { key } = await createSystemApiKey(test.app.auth, {
      workspaceId: test.workspaceId,
      name: 'r',
      scopes: ['review'],
    })
    expect((await lookup.answer(callOf('/api/v1/lookup', { key, body }))).status).toBe(403)
    const text = callOf('/api/v1/lookup', {
      key: test.lookupKey,
      body,
      headers: { 'content-type': 'text/plain' },
    })
    expect((await lookup.answer(text)).status).toBe(415)
  })

  it('never serves a value written into Redis by hand, records it, and writes the truth over it', async () => {
    const entry = await test.approve('delivery_time', 'Two to four working days.')
    await test.app.publishing.publisher.drain()
    const address = cacheAddress({ workspace: test.workspaceId, scope: 'default', key: 'delivery_time' })
    const redis = connectRedis(testEnv(), 'publisher')
    await new Promise((resolve) => redis.once('ready', resolve))
    const published = await redis.get(address)
    const forged = published!.replace('Two to four working days.', 'Call the attacker at once.')
    await redis.set(address, `999999999${forged.slice(forged.indexOf('.'))}`)
    expect(await ask('how long does delivery take')).toMatchObject({ status: 'miss' })
    await expect
      .poll(
        async () =>
          (await test.app.audit.log.list(test.workspaceId, { type: ['cache.forged_value'] })).items.length,
      )
      .toBe(1)
    await test.app.publishing.publisher.drain()
    await expect.poll(async () => redis.get(address)).toBe(published)
    const hit = await ask('how long does delivery take')
    expect(hit).toMatchObject({ status: 'hit', answer: 'Two to four working days.', entry: { id: entry.id } })
    redis.disconnect()
  })

  it('serves a value at no other address than its own', async () => {
    const redis = connectRedis(testEnv(), 'publisher')
    await new Promise((resolve) => redis.once('ready', resolve))
    const at = (key: string) => cacheAddress({ workspace: test.workspaceId, scope: 'default', key })
    await redis.set(at('talk_to_human'), (await redis.get(at('delivery_time')))!)
    expect(await ask('I want to talk to a person')).toMatchObject({ status: 'miss' })
    redis.disconnect()
  })
})
