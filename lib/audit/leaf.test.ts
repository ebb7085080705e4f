import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canonicalJson,
  eventFromLeaf,
  genesisHash,
  leafHash,
  leafText,
  personalHash,
  prepareEvent,
} from './leaf'
import type { AuditEventInput } from './schema'

const now = new Date('2026-01-02T03:04:05.006Z')
const input: AuditEventInput = {
  type: 'proposal.approved',
  actor: { type: 'user', id: 'usr_1', label: 'ann@example.org' },
  target: { type: 'proposal', id: 'prop_1', label: 'cancel_order' },
  reason: 'checked with the warehouse',
  before: { status: 'pending' },
  after: { status: 'approved' },
  personal: { ip: '192.0.2.7' },
}

function seal(raw: AuditEventInput, seq = 1) {
  const event = prepareEvent('ws_1', raw, { now })
  const leaf = leafText({ body: event.body, prev: genesisHash, seq, workspace: 'ws_1' })
  return { event, sealed: { seq, leaf, leafHash: leafHash(leaf), personal: event.personal } }
}

describe('a leaf', () => {
  it('is canonical JSON (RFC 8785) whatever the event holds', () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, reason) => {
        const { sealed } = seal({ ...input, reason: reason.slice(0, 4_000), after: JSON.parse(json) })
        expect(canonicalize(JSON.parse(sealed.leaf))).toBe(sealed.leaf)
      }),
    )
  })

  it('never holds a personal value or a person’s label', () => {
    const { event, sealed } = seal({
      ...input,
      target: { type: 'member', id: 'mem_1', label: 'bob@example.org' },
    })
    expect(sealed.leaf).not.toMatch(/example\.org|192\.0\.2/)
    expect(event.personal.map((item) => item.field).sort()).toEqual(['actor_label', 'ip', 'target_label'])
  })

  it('gives back the event it was made from', () => {
    const { sealed, event } = seal(input, 7)
    expect(eventFromLeaf(sealed)).toMatchObject({
      id: event.id,
      seq: 7,
      at: '2026-01-02T03:04:05.006Z',
      risk: 'medium',
      actor: input.actor,
      target: input.target,
      before: input.before,
      after: input.after,
      personal: { ip: { value: '192.0.2.7' } },
      leaf_hash: sealed.leafHash,
      prev_hash: genesisHash,
    })
  })

  it('stays the same when personal values are erased, and the event then shows none', () => {
    const { sealed } = seal(input)
    const erased = eventFromLeaf({ ...sealed, personal: [] })
    expect(leafHash(sealed.leaf)).toBe(erased.leaf_hash)
    expect(erased.actor).toEqual({ type: 'user', id: 'usr_1', label: null })
    expect(erased.personal?.ip?.value).toBeNull()
  })

  it('survives stray code units: they become U+FFFD before hashing', () => {
    const { event } = seal({ ...input, reason: 'a\ud800b\0c' })
    expect(JSON.parse(event.body).reason).toBe('a\uFFFDb\uFFFDc')
  })

  it('commits to a personal value for one event, one field and one salt', () => {
    const { event } = seal(input)
    const item = event.personal.find((candidate) => candidate.field === 'ip')!
    const hash = personalHash(event.id, item)
    expect(JSON.parse(event.body).personal.ip).toBe(hash)
    expect(personalHash('evt_other', item)).not.toBe(hash)
    expect(personalHash(event.id, { ...item, field: 'user_agent' })).not.toBe(hash)
    expect(personalHash(event.id, { ...item, salt: '00'.repeat(32) })).not.toBe(hash)
    expect(seal(input).event.personal[0]!.salt).not.toBe(event.personal[0]!.salt)
  })
})

describe('what is not an event', () => {
  const cyclic: Record<string, unknown> = {}
  cyclic.self = cyclic
  it.each([
    ['a cycle', cyclic],
    ['a bigint', { n: 1n }],
    ['NaN', { n: Number.NaN }],
    ['a function', { f: () => 1 }],
    ['too much', { text: 'x'.repeat(300_000) }],
  ])('%s is refused with invalid_input', (_name, after) => {
    expect(() => seal({ ...input, after })).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })

  it('a workspace id that would need escaping is refused', () => {
    expect(() => prepareEvent('ws"1', input, { now })).toThrow()
  })
})

it('canonical JSON follows RFC 8785 §3.2.3: keys sorted by UTF-16 code units', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])))
  expect([...Object.keys(JSON.parse(text))]).toEqual([
    '1',
    '\r',
    '\u0080',
    '\u00f6',
    '\u20ac',
    '\ud83d\ude00',
    '\ufb33',
  ])
})
