import { describe, expect, it } from 'vitest'
import { withDeadline } from './time'

const after = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(resolve, ms, value))

function block(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

describe('a deadline', () => {
  it('gives the value that comes in time, and the error as it is', async () => {
    expect(await withDeadline(after(1, 'in time'), 1_000, 'It')).toBe('in time')
    await expect(withDeadline(Promise.reject(new Error('its own')), 1_000, 'It')).rejects.toThrow('its own')
  })
  it('rejects what does not come', async () => {
    await expect(withDeadline(new Promise(() => {}), 10, 'Redis')).rejects.toThrow(
      'Redis took longer than 10 ms',
    )
  })
  it('does not hold our own busy loop against the other side', async () => {
    const value = withDeadline(after(1, 'was there'), 20, 'It')
    block(100)
    expect(await value).toBe('was there')
    // An answer that needs one more turn of the loop after the stall, as one that was never sent before it does.
    const asked = after(1, null).then(
      () => new Promise((resolve) => setImmediate(() => resolve('asked late'))),
    )
    const late = withDeadline(asked, 20, 'It')
    block(100)
    expect(await late).toBe('asked late')
  })
})
