import { describe, expect, it } from 'vitest'
import { signValue, type SigningKeys } from './signed-value'
import type { PublishedEntry } from './schema'
import { VerifiedValues } from './verified-values'

const named = { id: '01234567', key: Buffer.alloc(32, 1) }
const keys: SigningKeys = { current: () => named, byId: (id) => (id === named.id ? named : null) }
const entry = { revision: 3, answer: 'On its way.' } as PublishedEntry
const value = signValue(keys, 'here', entry)

describe('a value of the hot store, opened again', () => {
  it('is the same entry, read once', () => {
    const values = new VerifiedValues(keys)
    const first = values.open('here', value)
    expect(first).toMatchObject({ ok: true, entry })
    expect(values.open('here', value)).toBe(first)
  })
  it('opens at its own address alone', () => {
    const values = new VerifiedValues(keys)
    values.open('here', value)
    expect(values.open('there', value)).toEqual({ ok: false, why: 'forged' })
  })
  it('is forged when one character changed, and stays so', () => {
    const values = new VerifiedValues(keys)
    values.open('here', value)
    const forged = value.replace('way', 'why')
    for (let i = 0; i < 2; i++) expect(values.open('here', forged)).toEqual({ ok: false, why: 'forged' })
    expect(values.open('here', value)).toMatchObject({ ok: true })
  })
  it('gives way to what stands there now', () => {
    const values = new VerifiedValues(keys)
    values.open('here', value)
    const next = signValue(keys, 'here', { ...entry, revision: 4 })
    expect(values.open('here', next)).toMatchObject({ ok: true, entry: { revision: 4 } })
  })
})
