import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Breakers, ProviderFault } from './breakers'
import { TransportError } from './transport'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const fault = () => Promise.reject(new ProviderFault(500))
const fail = (breakers: Breakers, work: () => Promise<unknown> = fault) =>
  breakers.run('m', work).catch(() => undefined)

test('faults open it, the time it takes opens it for one probe, and the probe decides', async () => {
  const breakers = new Breakers({ failures: 3, openMs: 10_000 })
  for (let i = 0; i < 3; i++) await fail(breakers)
  expect(breakers.waitSeconds('m')).toBe(10)
  expect(breakers.waitSeconds('other')).toBe(0)
  vi.advanceTimersByTime(10_001)
  expect(breakers.waitSeconds('m')).toBe(0)
  await fail(breakers)
  expect(breakers.waitSeconds('m')).toBe(10)
  vi.advanceTimersByTime(10_001)
  await breakers.run('m', async () => 1)
  expect(breakers.waitSeconds('m')).toBe(0)
})

test('while one probes, the others are told to wait', async () => {
  const breakers = new Breakers({ failures: 1, openMs: 1_000 })
  await fail(breakers)
  vi.advanceTimersByTime(1_001)
  let finish = (_: number) => {}
  const probe = breakers.run('m', () => new Promise<number>((resolve) => (finish = resolve)))
  expect(breakers.waitSeconds('m')).toBe(1)
  finish(1)
  await probe
  expect(breakers.waitSeconds('m')).toBe(0)
})

test('callers who leave are no fault of the model', async () => {
  const breakers = new Breakers({ failures: 2, openMs: 1_000 })
  for (let i = 0; i < 9; i++)
    await fail(breakers, () => Promise.reject(new TransportError('aborted', 'left')))
  expect(breakers.waitSeconds('m')).toBe(0)
})

test('streams that begin well and always break off open it too', async () => {
  const breakers = new Breakers({ failures: 4, openMs: 1_000 })
  for (let i = 0; i < 4; i++) {
    await breakers.run('m', async () => 1).catch(() => undefined)
    breakers.fault('m', new TransportError('cut', 'broke off'))
    await vi.advanceTimersByTimeAsync(0)
  }
  expect(breakers.waitSeconds('m')).toBe(1)
})

test('a clock that is set back does not keep it open', async () => {
  const breakers = new Breakers({ failures: 1, openMs: 1_000 })
  await fail(breakers)
  vi.setSystemTime(Date.now() - 3_600_000)
  expect(breakers.waitSeconds('m')).toBe(0)
  expect(await breakers.run('m', async () => 1)).toBe(1)
})
