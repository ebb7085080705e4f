import { describe, expect, test } from 'vitest'
import { newApiKey } from './api-key-format'
import { makeKeyRing } from './key-ring'
import type { ApiKeyRecord } from './ports'

function setup(change: Partial<ApiKeyRecord> = {}) {
  const { key, prefix, hash } = newApiKey()
  const clock = { at: 1_000_000, now: () => new Date(clock.at) }
  const record: ApiKeyRecord = {
    id: 'key_1',
    workspace_id: 'ws_1',
    name: 'bot',
    prefix,
    secret_hash: hash,
    scopes: ['lookup'],
    allowed_cidrs: [],
    rate_per_minute: null,
    created_by: 'usr_1',
    created_at: new Date(0).toISOString(),
    expires_at: null,
    revoked_at: null,
    last_used_at: null,
    replaces: null,
    ...change,
  }
  const state = { reads: 0, down: false, hang: false, used: [] as ReadonlyMap<string, Date>[] }
  const ring = makeKeyRing({
    clock,
    directory: {
      findByPrefix: async (asked) => {
        state.reads++
        if (state.hang) await new Promise(() => {})
        if (state.down) throw new Error('connection refused')
        return asked === record.prefix ? { ...record } : null
      },
      markUsed: async (times) => void state.used.push(times),
    },
  })
  return { ring, key, record, clock, state }
}

describe('key ring', () => {
  test('a warm call asks the database nothing', async () => {
    const { ring, key, state } = setup()
    for (let i = 0; i < 100; i++) await ring.authenticate(key, '')
    expect(state.reads).toBe(1)
  })

  test('calls in parallel on a cold key ask once', async () => {
    const { ring, key, state } = setup()
    await Promise.all(Array.from({ length: 50 }, () => ring.authenticate(key, '')))
    expect(state.reads).toBe(1)
  })

  test('a mistyped key is refused without asking', async () => {
    const { ring, key, state } = setup()
    const typo = key.slice(0, 20) + (key[20] === 'A' ? 'B' : 'A') + key.slice(21)
    for (const wrong of [typo, 'l0_x', '', 'sk-ant-000', `${key} `]) {
      await expect(ring.authenticate(wrong, '')).rejects.toMatchObject({ code: 'unauthenticated' })
    }
    expect(state.reads).toBe(0)
  })

  test('another secret behind a known prefix is refused', async () => {
    const stranger = newApiKey()
    const { ring } = setup({ prefix: stranger.prefix })
    await expect(ring.authenticate(stranger.key, '')).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('a revocation counts at once when it is told, within five seconds when it is not', async () => {
    const { ring, key, record, clock } = setup()
    await ring.authenticate(key, '')
    record.revoked_at = clock.now().toISOString()
    await expect(ring.authenticate(key, '')).resolves.toBeTruthy()
    clock.at += 5_000
    await expect(ring.authenticate(key, '')).rejects.toMatchObject({ code: 'unauthenticated' })

    const told = setup()
    await told.ring.authenticate(told.key, '')
    told.record.revoked_at = told.clock.now().toISOString()
    told.ring.invalidate('ws_1')
    await expect(told.ring.authenticate(told.key, '')).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('a new key is known a second after it was refused', async () => {
    const { ring, key, record, clock } = setup()
    const { prefix } = record
    record.prefix = 'other'
    await expect(ring.authenticate(key, '')).rejects.toBeTruthy()
    record.prefix = prefix
    clock.at += 1_000
    await expect(ring.authenticate(key, '')).resolves.toBeTruthy()
  })

  test('an expiry counts to the millisecond, without a new look-up', async () => {
    const { ring, key, clock } = setup({ expires_at: new Date(1_002_000).toISOString() })
    await ring.authenticate(key, '')
    clock.at = 1_001_999
    await expect(ring.authenticate(key, '')).resolves.toBeTruthy()
    clock.at = 1_002_000
    await expect(ring.authenticate(key, '')).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('only addresses on the list get in', async () => {
    const { ring, key } = setup({ allowed_cidrs: ['10.0.0.0/8', '2001:db8::/32'] })
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '2001:db8::1']) {
      await expect(ring.authenticate(key, address)).resolves.toBeTruthy()
    }
    for (const address of ['11.0.0.1', '2001:db9::1', '', 'unknown']) {
      await expect(ring.authenticate(key, address)).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  test('without the database a key seen lately stays valid for ten minutes, an unknown one is not judged', async () => {
    const { ring, key, clock, state } = setup()
    await ring.authenticate(key, '')
    state.down = true
    for (let second = 0; second < 590; second += 10) {
      clock.at += 10_000
      await expect(ring.authenticate(key, '')).resolves.toBeTruthy()
    }
    clock.at += 20_000
    await expect(ring.authenticate(key, '')).rejects.toMatchObject({ code: 'unavailable' })
    await expect(ring.authenticate(newApiKey().key, '')).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('a revocation that was told is not undone by a database that is away', async () => {
    const { ring, key, record, state } = setup()
    await ring.authenticate(key, '')
    ring.invalidate(record.prefix)
    state.down = true
    await expect(ring.authenticate(key, '')).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('a database that hangs holds a call for 50 ms at most, and only one call a second', async () => {
    const { ring, key, clock, state } = setup()
    await ring.authenticate(key, '')
    clock.at += 6_000
    state.hang = true
    const began = performance.now()
    await ring.authenticate(key, '')
    expect(performance.now() - began).toBeLessThan(500)
    const then = performance.now()
    for (let i = 0; i < 100; i++) await ring.authenticate(key, '')
    // Were each of them to wait, this would take five seconds.
    expect(performance.now() - then).toBeLessThan(1_000)
  })

  test('times of last use are written together, once', async () => {
    const { ring, key, state } = setup()
    for (let i = 0; i < 10; i++) await ring.authenticate(key, '')
    await ring.flush()
    await ring.flush()
    expect(state.used).toHaveLength(1)
    expect([...state.used[0]!.keys()]).toEqual(['key_1'])
  })
})
