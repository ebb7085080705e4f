import { describe, expect, it } from 'vitest'
import type { Entry, EntryVersion } from '@/lib/entries/schema'
import { requirePublishable } from './publishable'

const version: EntryVersion = {
  version: 3,
  answer: 'Order {{order_id}} is on its way.',
  slots: [{ name: 'order_id', type: 'order_id', required: true, answer_determining: false }],
  content_hash: 'h',
  risk: 'low',
  origin: 'approval',
  from_version: null,
  proposal_id: null,
  approved_by: [{ type: 'user', id: 'usr_1', label: 'Vi' }],
  reason: '',
  ruleset_version: '1',
  policy_version: 1,
  created_at: '2026-01-01',
}
const entry = (over: Partial<Entry> = {}, live: Partial<EntryVersion> = {}) =>
  ({ scope: 'default', state: 'active', live: { ...version, ...live }, ...over }) as Entry
const slot = (type: string) => [{ name: 'x', type, required: true, answer_determining: false }]

describe('what may be shown to other workspaces', () => {
  it('is what people approved and what is served, under the scope that has no system prompt', () => {
    expect(requirePublishable(entry())).toMatchObject({ version: 3 })
    expect(() => requirePublishable(entry({ state: 'quarantined' }))).toThrow('not served')
    expect(() => requirePublishable(entry({ live: null }))).toThrow('not served')
    expect(() => requirePublishable(entry({ scope: 'vip' }))).toThrow('scope vip')
  })

  it('is nothing that approved itself', () => {
    expect(() => requirePublishable(entry({}, { origin: 'auto' }))).toThrow('no person approved it')
    const system = [{ type: 'system' as const, id: 's', label: 'L0 Cache' }]
    expect(() => requirePublishable(entry({}, { approved_by: system }))).toThrow('no person approved it')
  })

  it.each(['email', 'phone', 'card', 'iban', 'custom', 'something_new'])('has no slot of type %s', (type) => {
    expect(() => requirePublishable(entry({}, { slots: slot(type) }))).toThrow('may hold personal data')
  })
})
