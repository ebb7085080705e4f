import { describe, expect, it } from 'vitest'
import { AnswerReader } from './answer-reader'
import { cacheAddress } from './cache-address'
import { NearCache } from './near-cache'
import type { HotStore, PublishSource } from './ports'
import type { PublishedEntry } from './schema'
import { signValue, type SigningKeys } from './signed-value'

const named = { id: '0123abcd', key: Buffer.alloc(32, 1) }
const keys: SigningKeys = { current: () => named, byId: (id) => (id === named.id ? named : null) }
const where = { workspace: 'ws_1', scope: 'default', key: 'track_order' }
const address = cacheAddress(where)

const version = (revision: number): PublishedEntry => ({
  ...where,
  entry: 'ent_1',
  version: revision,
  revision,
  state: 'active',
  answer: `answer ${revision}`,
  slots: [],
  approved_at: '2026-01-01T00:00:00.000Z',
})

/** A hot store whose answers come when they are let go. */
function slowStore(values: Map<string, string>) {
  const waiting: (() => void)[] = []
  let gets = 0
  const get = (asked: string) => {
    gets++
    return new Promise<string | null>((resolve) => waiting.push(() => resolve(values.get(asked) ?? null)))
  }
  return {
    get,
    primaryGet: async (asked: string) => values.get(asked) ?? null,
    letGo: () => waiting.splice(0).forEach((answer) => answer()),
    gets: () => gets,
  }
}

function setUpOwn(own: { get: () => Promise<string | null>; filling: boolean }) {
  let askedPostgres = 0
  const reader = new AnswerReader({
    hot: { get: () => Promise.reject(new Error('the shared store was asked')) } as unknown as HotStore,
    own: () => ({ get: own.get, primaryGet: own.get, filling: () => own.filling }),
    near: new NearCache({ maxBytes: 0 }),
    keys,
    source: {
      publishedByKey: async () => {
        askedPostgres++
        return version(1)
      },
    } as unknown as PublishSource,
    nowMs: () => 0,
    onNear: () => {},
    onForged: () => {},
  })
  return { reader, askedPostgres: () => askedPostgres }
}

function setUp() {
  const values = new Map([[address, signValue(keys, address, version(1))]])
  const store = slowStore(values)
  const near = new NearCache({ maxBytes: 0 })
  const reader = new AnswerReader({
    hot: store as unknown as HotStore,
    near,
    keys,
    source: { publishedByKey: async () => null } as unknown as PublishSource,
    nowMs: () => 0,
    onNear: () => {},
    onForged: () => {},
  })
  return { values, store, near, reader }
}

const revisionOf = async (read: ReturnType<AnswerReader['read']>) => {
  const done = await read
  return done.state === 'found' ? done.near.entry.revision : done.state
}

describe('reading without a near cache', () => {
  it('asks once for all who ask at the same time, and again for the next', async () => {
    const { store, reader } = setUp()
    const reads = [reader.read(where), reader.read(where), reader.read(where)]
    store.letGo()
    expect(await Promise.all(reads.map(revisionOf))).toEqual([1, 1, 1])
    expect(store.gets()).toBe(1)
    const next = reader.read(where)
    store.letGo()
    await next
    expect(store.gets()).toBe(2)
  })
  it('gives nobody an answer older than a change announced while it was being read', async () => {
    const { values, store, near, reader } = setUp()
    const before = reader.read(where)
    store.letGo()
    values.set(address, signValue(keys, address, version(2)))
    near.invalidate(address, 2)
    const after = reader.read(where)
    store.letGo()
    expect(await Promise.all([before, after].map(revisionOf))).toEqual([2, 2])
  })
  it('keeps nothing of a failed read for the next', async () => {
    const { values, store, reader } = setUp()
    values.delete(address)
    const none = reader.read(where)
    store.letGo()
    expect(await revisionOf(none)).toBe('none')
    values.set(address, signValue(keys, address, version(3)))
    const found = reader.read(where)
    store.letGo()
    expect(await revisionOf(found)).toBe(3)
  })
})

describe('reading a workspace that has a store of its own', () => {
  it('asks neither the shared store nor Postgres for what its own holds or does not hold', async () => {
    const signed = signValue(keys, address, version(4))
    const { reader, askedPostgres } = setUpOwn({ get: async () => signed, filling: false })
    expect(await revisionOf(reader.read(where))).toBe(4)
    const none = setUpOwn({ get: async () => null, filling: false })
    expect(await revisionOf(none.reader.read(where))).toBe('none')
    expect(askedPostgres() + none.askedPostgres()).toBe(0)
  })
  it('is unavailable while that store is broken, without a question to Postgres', async () => {
    const { reader, askedPostgres } = setUpOwn({
      get: () => Promise.reject(new Error('down')),
      filling: true,
    })
    expect(await revisionOf(reader.read(where))).toBe('unavailable')
    expect(askedPostgres()).toBe(0)
  })
  it('asks Postgres for what is not there yet', async () => {
    const { reader } = setUpOwn({ get: async () => null, filling: true })
    expect(await revisionOf(reader.read(where))).toBe(1)
  })
})
