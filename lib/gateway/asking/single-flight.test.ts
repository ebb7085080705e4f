import { describe, expect, test, vi } from 'vitest'
import { SingleFlight } from './single-flight'

const never = () => new AbortController().signal
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('identical questions at the same time', () => {
  test('share one call', async () => {
    const flights = new SingleFlight<number>(1_000)
    const start = vi.fn(async () => {
      await later(10)
      return 7
    })
    const all = await Promise.all(Array.from({ length: 20 }, () => flights.run('k', never(), start)))
    expect(start).toHaveBeenCalledTimes(1)
    expect(all.filter(({ kind }) => kind === 'led')).toHaveLength(1)
    expect(all.every((one) => one.kind !== 'waited_too_long' && one.value === 7)).toBe(true)
  })

  test('a failure reaches those who wait and nobody later', async () => {
    const flights = new SingleFlight<number>(1_000)
    const fails = () => later(5).then(() => Promise.reject(new Error('down')))
    const both = await Promise.allSettled([
      flights.run('k', never(), fails),
      flights.run('k', never(), fails),
    ])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await flights.run('k', never(), async () => 1)).toEqual({ kind: 'led', value: 1 })
  })

  test('waiting is bounded', async () => {
    const flights = new SingleFlight<number>(20)
    const slow = () => later(200).then(() => 1)
    const first = flights.run('k', never(), slow)
    expect(await flights.run('k', never(), slow)).toEqual({ kind: 'waited_too_long' })
    expect(await first).toEqual({ kind: 'led', value: 1 })
  })

  test('the work goes on while one caller is left, and stops with the last', async () => {
    const flights = new SingleFlight<number>(1_000)
    let seen: AbortSignal | undefined
    const start = (signal: AbortSignal) => {
      seen = signal
      return later(50).then(() => 1)
    }
    const [a, b] = [new AbortController(), new AbortController()]
    const first = flights.run('k', a.signal, start).catch(() => 'left')
    const second = flights.run('k', b.signal, start).catch(() => 'left')
    a.abort()
    expect(await first).toBe('left')
    expect(seen?.aborted).toBe(false)
    b.abort()
    expect(await second).toBe('left')
    expect(seen?.aborted).toBe(true)
  })
})
