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

    it('a publisher turns what stands there into the form and key of now, and never a newer value', async () => {
      const entry = entryAt(3, { key: randomUUID() })
      const address = cacheAddress(entry)
      const source = { published: async () => entry } as unknown as PublishSource
      const rest = { hot, source, now: () => new Date(), outbox: undefined as never }
      const with_ = (on: boolean, id: string): SigningKeys => {
        const made = (name: string) => ({ id: name, key: Buffer.alloc(32, name) })
        return { ...keys, sealing: { on, current: () => made(id), byId: made } }
      }
      const rotation = [
        with_(false, 'aaaaaaaa'),
        with_(true, 'aaaaaaaa'),
        with_(true, 'bbbbbbbb'),
        with_(false, 'bbbbbbbb'),
      ]
      for (const now of rotation) {
        expect(await new Publisher({ ...rest, keys: now }).publish(entry)).toBe(true)
        const opened = openValue(now, address, (await hot.get(address))!)
        expect(opened).toEqual({ ok: true, entry, current: true })
        expect(await new Publisher({ ...rest, keys: now }).publish(entry)).toBe(false)
      }
      const newer = { ...entry, revision: 4 }
      expect(await new Publisher({ ...rest, keys: rotation[0]! }).publish(newer)).toBe(true)
      expect(await new Publisher({ ...rest, keys: rotation[1]! }).publish(entry)).toBe(false)
      expect(openValue(rotation[1]!, address, (await hot.get(address))!)).toMatchObject({
        entry: { revision: 4 },
      })
    })
  })
}
