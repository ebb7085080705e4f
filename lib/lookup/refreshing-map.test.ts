import { describe, expect, it } from 'vitest'
import { RefreshingMap } from './refreshing-map'

function make(load: (key: string) => Promise<number>) {
  const clock = { ms: 0 }
  const errors: unknown[] = []
  const map = new RefreshingMap<number>({
    load,
    nowMs: () => clock.ms,
    staleAfterMs: () => 100,
    max: 10,
    onError: (_key, error) => errors.push(error),
  })
  return { map, clock, errors }
}

describe('a refreshing map', () => {
  it('loads once for readers that come together', async () => {
    let loads = 0
    const { map } = make(async () => ++loads)
    expect(await Promise.all([map.get('a'), map.get('a'), map.get('a')])).toEqual([1, 1, 1])
  })
  it('serves the stale value while the next is fetched', async () => {
    let loads = 0
    const { map, clock } = make(async () => ++loads)
    await map.get('a')
    clock.ms = 101
    expect(map.peek('a')).toBe(1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(map.peek('a')).toBe(2)
  })
  it('shows the loader what is served meanwhile', async () => {
    const seen: (number | undefined)[] = []
    const map = new RefreshingMap<number>({
      load: async (_key, previous) => (seen.push(previous), seen.length),
      nowMs: () => 0,
      staleAfterMs: () => 100,
      max: 10,
    })
    await map.get('a')
    map.invalidate('a')
    await new Promise((resolve) => setImmediate(resolve))
    expect(seen).toEqual([undefined, 1])
  })
  it('keeps the last good value when the source is down', async () => {
    let down = false
    const { map, errors } = make(async () => {
      if (down) throw new Error('down')
      return 1
    })
    await map.get('a')
    down = true
    map.invalidate('a')
    await new Promise((resolve) => setImmediate(resolve))
    expect(map.peek('a')).toBe(1)
    expect(errors).toHaveLength(1)
  })
  it('a change during a load is loaded once more', async () => {
    let loads = 0
    const releases: (() => void)[] = []
    const { map } = make(async () => {
      const mine = ++loads
      if (mine === 2) await new Promise<void>((resolve) => releases.push(resolve))
      return mine
    })
    await map.get('a')
    map.invalidate('a')
    map.invalidate('a')
    releases[0]!()
    await expect.poll(() => map.peek('a')).toBe(3)
  })
  it('a failed first load is tried again by the next reader', async () => {
    let loads = 0
    const { map } = make(async () => {
      if (++loads === 1) throw new Error('down')
      return loads
    })
    await expect(map.get('a')).rejects.toThrow('down')
    expect(await map.get('a')).toBe(2)
  })
  it('never answers from a value that had to make room', async () => {
    let loads = 0
    const { map } = make(async () => ++loads)
    await map.get('a')
    expect(map.peek('a')).toBe(1)
    await Promise.all(Array.from({ length: 10 }, (_, i) => map.get(`other ${i}`)))
    expect(map.peek('a')).toBeUndefined()
    expect(await map.get('a')).toBe(12)
  })
})
