import { describe, expect, it } from 'vitest'
import { giveWay } from './give-way'

function world() {
  const rests: number[] = []
  let now = 0
  const parts = {
    nowMs: () => now,
    pause: async (ms: number) => {
      rests.push(ms)
      now += ms
    },
  }
  return { rests, parts, work: (ms: number) => (now += ms) }
}

describe('long work beside requests', () => {
  it('takes at most a quarter of the time', async () => {
    const { rests, parts, work } = world()
    const step = giveWay(parts)
    let worked = 0
    for (let i = 0; i < 1_000; i++) {
      work(2)
      worked += 2
      await step()
    }
    const rested = rests.reduce((sum, ms) => sum + ms, 0)
    expect(rested).toBeGreaterThan(worked * 2.9)
  })
  it('lets waiting requests in between any two steps, rest or no rest', async () => {
    const step = giveWay(world().parts)
    let admitted = false
    setImmediate(() => (admitted = true))
    await step()
    expect(admitted).toBe(true)
  })
  it('never rests longer than a second', async () => {
    const { rests, parts, work } = world()
    const step = giveWay(parts)
    work(60_000)
    await step()
    expect(rests).toEqual([1_000])
  })
})
