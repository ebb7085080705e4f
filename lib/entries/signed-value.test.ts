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

const sealKey = { id: '89abcdef', key: Buffer.alloc(32, 2) }
const older = { id: '00c0ffee', key: Buffer.alloc(32, 3) }
const sealing = (on: boolean, current = sealKey): SigningKeys => ({
  ...keys,
  sealing: {
    on,
    current: () => current,
    byId: (id) => [sealKey, older].find((known) => known.id === id) ?? null,
  },
})
const forms: [string, SigningKeys][] = [
  ['signed', keys],
  ['sealed', sealing(true)],
]

describe.each(forms)('%s values', (_form, keys) => {
  it('open to what was written, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.nat(2 ** 40), (answer, revision) => {
        const written = { ...entry, answer, revision }
        const opened = openValue(keys, address, signValue(keys, address, written))
        expect(opened).toEqual({ ok: true, entry: written, current: true })
      }),
    )
  })

  it('do not open at another address', () => {
    const other = cacheAddress({ ...entry, key: 'track_order' })
    expect(openValue(keys, other, signValue(keys, address, entry))).toEqual({ ok: false, why: 'forged' })
  })

  it('do not open with a key this server does not have', () => {
    const none = { ...keys, byId: () => null, sealing: undefined }
    expect(openValue(none, address, signValue(keys, address, entry))).toMatchObject({
      ok: false,
      why: 'unknown_key',
    })
  })

  it('do not open after any change of any character', () => {
    const value = signValue(keys, address, entry)
    fc.assert(
      fc.property(fc.nat(value.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, char) => {
        if (value[at] === char) return
        expect(openValue(keys, address, value.slice(0, at) + char + value.slice(at + 1)).ok).toBe(false)
      }),
      { numRuns: 1_000 },
    )
  })

  it('nothing made up opens, and nothing throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, looksSealed) => {
        const value = looksSealed ? `7.${sealKey.id}.~${Buffer.from(text).toString('base64url')}` : text
        expect(openValue(keys, address, value).ok).toBe(false)
      }),
    )
  })
})

describe('sealed values', () => {
  it('show nothing of the answer, and are never the same twice', () => {
    const values = [1, 2].map(() => signValue(sealing(true), address, entry))
    expect(values[0]).not.toBe(values[1])
    for (const value of values) {
      expect(value).toMatch(/^7\.89abcdef\.~[\w-]+$/)
      expect(Buffer.from(value.slice(12), 'base64url').toString('latin1')).not.toContain('cancel')
    }
  })

  it('and signed ones are both read, whichever is written; what is not written now says so', () => {
    const signed = signValue(sealing(false), address, entry)
    const sealed = signValue(sealing(true), address, entry)
    expect(openValue(sealing(true), address, signed)).toEqual({ ok: true, entry, current: false })
    expect(openValue(sealing(true), address, sealed)).toEqual({ ok: true, entry, current: true })
    expect(openValue(sealing(false), address, sealed)).toEqual({ ok: true, entry, current: false })
    expect(openValue(sealing(false), address, signed)).toEqual({ ok: true, entry, current: true })
  })

  it('of an older key are read, and known to be old', () => {
    const old = signValue(sealing(true, older), address, entry)
    expect(openValue(sealing(true), address, old)).toEqual({ ok: true, entry, current: false })
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
