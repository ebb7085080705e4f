import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HotStore, PublishSource } from '@/lib/entries/ports'
import { Publisher } from '@/lib/entries/publisher'
import type { PublishedEntry } from '@/lib/entries/schema'
import { cacheAddress } from '@/lib/entries/cache-address'
import { openValue, signValue, type SigningKeys } from '@/lib/entries/signed-value'

const key = { id: '0badcafe', key: Buffer.alloc(32, 7) }
const keys: SigningKeys = { current: () => key, byId: (id) => (id === key.id ? key : null) }

function entryAt(revision: number, over: Partial<PublishedEntry> = {}): PublishedEntry {
  return {
    workspace: 'ws_contract',
    scope: 'default',
    key: 'k',
    entry: 'ent_1',
    version: revision,
    revision,
    state: 'active',
    answer: `answer ${revision}`,
    slots: [],
    approved_at: '2026-01-01T00:00:00.000Z',
    ...over,
  }
}

/** What every hot store must do. Each adapter's tests call it. */
export function hotStoreContract(name: string, open: () => Promise<HotStore>): void {
  describe(`hot store contract: ${name}`, () => {
    let hot: HotStore
    beforeAll(async () => {
      hot = await open()
    })
    afterAll(() => hot.close())
    const fresh = () => `l0:{contract}:e:${randomUUID()}`

    it('has nothing where nothing was put', async () => {
      expect(await hot.get(fresh())).toBeNull()
    })

    it('keeps the higher revision whatever the order of two writers', async () => {
      const address = fresh()
      expect(await hot.putIfNewer(address, 2, '2.two')).toBe(true)
      expect(await hot.putIfNewer(address, 1, '1.one')).toBe(false)
      expect(await hot.putIfNewer(address, 2, '2.again')).toBe(false)
      expect(await hot.get(address)).toBe('2.two')
      expect(await hot.putIfNewer(address, 10, '10.ten')).toBe(true)
      expect(await hot.get(address)).toBe('10.ten')
    })

    it('replaces exactly what was seen, and nothing else', async () => {
      const address = fresh()
      await hot.putIfNewer(address, 5, '5.seen')
      expect(await hot.replace(address, '5.other', '1.new')).toBe(false)
      expect(await hot.replace(address, '5.seen', '1.new')).toBe(true)
      expect(await hot.get(address)).toBe('1.new')
    })

    it('tells subscribers what was announced', async () => {
      const heard: string[] = []
      await hot.subscribe(
        (message) => heard.push(message),
        () => {},
      )
      await expect
        .poll(async () => {
          await hot.announce('hello')
          return heard.includes('hello')
        })
        .toBe(true)
    })

    it('a publisher overwrites what does not verify, though it claims a higher revision', async () => {
      const entry = entryAt(3, { key: randomUUID() })
      const address = cacheAddress(entry)
      const source = { published: async () => entry } as unknown as PublishSource
      const publisher = new Publisher({
        hot,
        keys,
        source,
        now: () => new Date(),
        outbox: undefined as never,
      })
      await hot.putIfNewer(address, 999, signValue(keys, 'elsewhere', entryAt(999)))
      expect(await publisher.publish(entry)).toBe(true)
      const opened = openValue(keys, address, (await hot.get(address))!)
      expect(opened).toMatchObject({ ok: true, entry: { revision: 3 } })
      expect(await publisher.publish(entryAt(2, { key: entry.key }))).toBe(false)
      expect(await publisher.publish(entry)).toBe(false)
    })
  })
}
