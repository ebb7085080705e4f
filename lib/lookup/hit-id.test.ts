import { describe, expect, it } from 'vitest'
import { newId } from '@/lib/kernel/ids'
import { makeHitId, readHitId } from './hit-id'

const key = Buffer.alloc(32, 3)
const facts = { workspace: 'ws_1', entry: newId('ent'), version: 12, atSeconds: 1_790_000_000 }

describe('hit ids', () => {
  it('say entry, version and time to who made them', () => {
    expect(readHitId([key], 'ws_1', makeHitId(key, facts))).toEqual(facts)
  })
  it('differ for the same answer served twice', () => {
    expect(makeHitId(key, facts)).not.toBe(makeHitId(key, facts))
  })
  it('mean nothing in another workspace, with another key, or after a change', () => {
    const id = makeHitId(key, facts)
    expect(readHitId([key], 'ws_2', id)).toBeNull()
    expect(readHitId([Buffer.alloc(32, 4)], 'ws_1', id)).toBeNull()
    expect(readHitId([key], 'ws_1', id.replace('.c.', '.d.'))).toBeNull()
    expect(readHitId([key], 'ws_1', 'hit_nonsense')).toBeNull()
  })
})
