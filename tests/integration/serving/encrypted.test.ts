import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectRedis } from '@/lib/adapters/redis/connect'
import { cacheAddress } from '@/lib/entries/cache-address'
import { openValue } from '@/lib/entries/signed-value'
import { composeContainer, openBase } from '@/lib/server/build-container'
import type { Container } from '@/lib/server/container'
import { makeTestApp, testEnv, type TestApp } from '../../support/app'

// No comma: older secrets are a list.
const first = 'one secret for tests only of thirty-two characters'
const second = 'another secret for tests, thirty-two characters'
const answer = 'Two to four working days, said nobody else.'

describe('an encrypted hot store', () => {
  let test: TestApp
  const redis = connectRedis(testEnv(), 'publisher')
  const others: Container[] = []
  const where = () => ({ workspace: test.workspaceId, scope: 'default', key: 'delivery_time' })
  const stored = async () => (await redis.get(cacheAddress(where())))!
  const another = async (env: Record<string, string | undefined>): Promise<Container> => {
    const app = composeContainer(openBase(testEnv(env)))
    others.push(app)
    await app.hot.ready(10_000)
    return app
  }
  const readBy = async (app: Container) => {
    const read = await app.lookup.answers.read(where())
    return read.state === 'found' ? read.near.entry.answer : read.state
  }

  beforeAll(async () => {
    test = await makeTestApp({ REDIS_ENCRYPT: '1', L0_SECRET: first })
    await test.approve('delivery_time', answer)
    await test.app.publishing.publisher.drain()
  })
  afterAll(async () => {
    for (const app of others) await app.close()
    await test.app.close()
    redis.disconnect()
  })

  it('holds nothing readable, and serves what was approved', async () => {
    const value = await stored()
    expect(value).toMatch(/^\d+\.[0-9a-f]{8}\.~[\w-]+$/)
    expect(Buffer.from(value.split('~')[1]!, 'base64url').toString('latin1')).not.toContain('working days')
    expect(await readBy(test.app)).toBe(answer)
  })

  it('opens a value once, when it comes near: a warm hit decrypts nothing', async () => {
    const app = await another({ REDIS_ENCRYPT: '1', L0_SECRET: first })
    let opened = 0
    const sealing = app.lookup.signing.sealing!
    const byId = sealing.byId
    sealing.byId = (id) => (opened++, byId(id))
    app.lookup.near.setConnected(true)
    await readBy(app)
    for (let i = 0; i < 500; i++) expect(app.lookup.answers.peek(cacheAddress(where()))).not.toBeNull()
    expect(opened).toBe(1)
  })

  it('is read by an instance that does not encrypt, and by one that knows the key as an older one', async () => {
    expect(await readBy(await another({ L0_SECRET: first }))).toBe(answer)
    const rotated = { REDIS_ENCRYPT: '1', L0_SECRET: second, L0_OLD_SECRETS: first }
    const app = await another(rotated)
    expect(await readBy(app)).toBe(answer)
    const before = await stored()
    await app.publishing.publisher.rebuild()
    expect(await stored()).not.toBe(before)
    // The rotation is over: the old secret may go.
    expect(await readBy(await another({ REDIS_ENCRYPT: '1', L0_SECRET: second }))).toBe(answer)
  })

  it('is written in clear again when encryption is switched off', async () => {
    const app = await another({ L0_SECRET: second })
    await app.publishing.publisher.rebuild()
    expect(await stored()).toContain('working days')
    const opened = openValue(app.lookup.signing, cacheAddress(where()), await stored())
    expect(opened).toMatchObject({ ok: true, current: true })
  })

  it('a value of a key nobody knows is not served', async () => {
    const stranger = await another({
      REDIS_ENCRYPT: '1',
      L0_SECRET: 'a secret that nobody else has, thirty-two',
    })
    const container = { forged: 0 }
    stranger.onForged = () => void container.forged++
    const { setContainer } = await import('@/lib/server/container')
    setContainer(stranger)
    expect(await readBy(stranger)).toBe('none')
    expect(container.forged).toBe(1)
    setContainer(test.app)
  })
})
