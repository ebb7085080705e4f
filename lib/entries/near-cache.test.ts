import { describe, expect, it } from 'vitest'
import { NearCache } from './near-cache'
import type { PublishedEntry } from './schema'

const entry = (revision: number, answer = 'x'): PublishedEntry => ({
  workspace: 'ws',
  scope: 'default',
  key: 'k',
  entry: 'ent',
  version: 1,
  revision,
  state: 'active',
  answer,
  slots: [],
  approved_at: '2026-01-01T00:00:00.000Z',
})

describe('the near cache', () => {
  it('forgets an entry as soon as a newer revision is announced, and believes no older one after that', () => {
    const near = new NearCache({ maxBytes: 1e6 })
    near.setConnected(true)
    near.load('a', entry(1), 0)
    near.invalidate('a', 2)
    expect(near.get('a', 0)).toBeNull()
    near.load('a', entry(1), 0)
    expect(near.get('a', 0)).toBeNull()
    expect(near.isBehind('a', 1)).toBe(true)
    near.load('a', entry(2), 0)
    expect(near.get('a', 0)?.entry.revision).toBe(2)
  })

  it('serves nothing older than five seconds once the channel is lost', () => {
    const near = new NearCache({ maxBytes: 1e6 })
    near.setConnected(true)
    near.load('a', entry(1), 0)
    expect(near.get('a', 30_000)).not.toBeNull()
    near.setConnected(false)
    expect(near.get('a', 30_000)).toBeNull()
    near.load('a', entry(1), 30_000)
    expect(near.get('a', 33_000)).not.toBeNull()
    expect(near.get('a', 35_000)).toBeNull()
  })

  it('starts from nothing when the channel comes back, for what it may have missed', () => {
    const near = new NearCache({ maxBytes: 1e6 })
    near.setConnected(true)
    near.load('a', entry(1), 0)
    near.setConnected(false)
    near.setConnected(true)
    expect(near.get('a', 0)).toBeNull()
  })

  it('stays within its bytes', () => {
    const near = new NearCache({ maxBytes: 100_000 })
    near.setConnected(true)
    for (let i = 0; i < 1_000; i++) near.load(`a${i}`, entry(1, 'x'.repeat(1_000)), 0)
    expect(near.stats().bytes).toBeLessThanOrEqual(100_000)
    expect(near.stats().entries).toBeGreaterThan(1)
  })

  it('of size zero keeps nothing', () => {
    const near = new NearCache({ maxBytes: 0 })
    near.load('a', entry(1), 0)
    expect(near.get('a', 0)).toBeNull()
  })
})
