import { describe, expect, test } from 'vitest'
import { SpareTime } from './spare-time'

/** A clock that moves only when work takes time or somebody rests. */
function watched(tookMs: number, work: (items: number[]) => Promise<void> = async () => {}) {
  let now = 0
  const batches: number[][] = []
  const rests: number[] = []
  const queue = new SpareTime<number>({
    async work(items) {
      batches.push(items)
      now += tookMs
      await work(items)
    },
    nowMs: () => now,
    async pause(ms) {
      rests.push(ms)
      now += ms
      await Promise.resolve()
    },
  })
  return { queue, batches, rests }
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

describe('work in spare time', () => {
  test('does a lone item at once, and what came meanwhile together, in order', async () => {
    const { queue, batches } = watched(1)
    await Promise.all(numbers(8).map((number) => queue.add(number)))
    expect(batches).toEqual([[0], [1, 2, 3, 4, 5, 6, 7]])
  })

  test('rests three times as long as it worked, a second at most', async () => {
    const quick = watched(20)
    await Promise.all(numbers(3).map((number) => quick.queue.add(number)))
    expect(quick.rests[0]).toBe(60)
    const slow = watched(5_000)
    await Promise.all(numbers(3).map((number) => slow.queue.add(number)))
    expect(slow.rests[0]).toBe(1_000)
  })

  test('does not rest when the process is about to end', async () => {
    const { queue, batches, rests } = watched(20)
    queue.hurry()
    await Promise.all(numbers(500).map((number) => queue.add(number)))
    expect(batches.flat()).toEqual(numbers(500))
    expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(200)
    expect(rests).toEqual([])
  })

  test('a batch that fails is told to those in it, and the next one is done', async () => {
    const { queue } = watched(1, async (items) => {
      if (items.includes(0)) throw new Error('out')
    })
    const [first, second] = await Promise.allSettled([queue.add(0), queue.add(1)])
    expect(first).toMatchObject({ status: 'rejected', reason: new Error('out') })
    expect(second.status).toBe('fulfilled')
  })

  test('begins again after it ran dry', async () => {
    const { queue, batches } = watched(1)
    await queue.add(1)
    await queue.add(2)
    expect(batches).toEqual([[1], [2]])
  })
})
