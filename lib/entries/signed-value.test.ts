import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cacheAddress } from './cache-address'
import type { PublishedEntry } from './schema'
import { openValue, signValue, type SigningKeys } from './signed-value'

const key = { id: '01234567', key: Buffer.alloc(32, 1) }
const keys: SigningKeys = { current: () => key, byId: (id) => (id === key.id ? key : null) }
const entry: PublishedEntry = {
  workspace: 'ws_1',
  scope: 'default',
  key: 'cancel_order',
  entry: 'ent_1',
  version: 3,
  revision: 7,
  state: 'active',
  answer: 'To cancel {{order_id}} …',
  slots: [],
  approved_at: '2026-01-01T00:00:00.000Z',
}
const address = cacheAddress(entry)

describe('signed values', () => {
  it('open to what was signed', () => {
    expect(openValue(keys, address, signValue(keys, address, entry))).toEqual({ ok: true, entry })
  })

  it('do not open at another address', () => {
    const other = cacheAddress({ ...entry, key: 'track_order' })
    expect(openValue(keys, other, signValue(keys, address, entry))).toEqual({ ok: false, why: 'forged' })
  })

  it('do not open with a key this server does not have', () => {
    expect(openValue({ ...keys, byId: () => null }, address, signValue(keys, address, entry))).toMatchObject({
      ok: false,
    })
  })

  it('do not open after any change of any character', () => {
    const value = signValue(keys, address, entry)
    fc.assert(
      fc.property(fc.nat(value.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, char) => {
        if (value[at] === char) return
        expect(openValue(keys, address, value.slice(0, at) + char + value.slice(at + 1)).ok).toBe(false)
      }),
    )
  })

  it('nothing made up opens, and nothing throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(openValue(keys, address, text).ok).toBe(false)
      }),
    )
  })
})

describe('cache addresses', () => {
  it('never meet unless workspace, scope and key are all the same', () => {
    const part = fc.string({ maxLength: 12 })
    const where = fc.record({ workspace: part, scope: part, key: part })
    fc.assert(
      fc.property(where, where, (a, b) => {
        const same = a.workspace === b.workspace && a.scope === b.scope && a.key === b.key
        expect(cacheAddress(a) === cacheAddress(b)).toBe(same)
      }),
      { numRuns: 2_000 },
    )
  })

  it('show nothing of the key', () => {
    expect(cacheAddress({ ...entry, key: 'secret words' })).not.toContain('secret')
  })
})
