import { describe, expect, it } from 'vitest'
import type { SlotSpec } from '../schema'
import { compilePattern, validatePattern } from './compile-pattern'

const slots: SlotSpec[] = [{ name: 'order_id', type: 'order_id', required: false, answer_determining: false }]
const matches = (pattern: string, text: string) => compilePattern(pattern).regex.testExact(text)

describe('compilePattern', () => {
  it('covers the whole text, so that a longer question is a different one', () => {
    expect(matches('cancel order', 'cancel order')).toBe(true)
    expect(matches('cancel order', 'do not cancel order')).toBe(false)
  })

  it('reads the friendly form: alternatives bind to words, … is a gap', () => {
    const pattern = 'cancel|stop|(call off) … {order_id}'
    expect(matches(pattern, 'call off my purchase {{order_id}}')).toBe(true)
    expect(matches(pattern, 'stop {{order_id}}')).toBe(true)
    expect(matches(pattern, 'track {{order_id}}')).toBe(false)
    expect(matches(pattern, 'cancel a b c d e f {{order_id}}')).toBe(false)
  })

  it('takes plain RE2 with slot tokens', () => {
    expect(matches('(?:cancel|stop) (?:my )?order {order_id}', 'stop order {{order_id}}')).toBe(true)
    expect(matches('order \\d{2}', 'order 12')).toBe(true)
  })
})

describe('validatePattern', () => {
  it.each([
    ['cancel {foo}', 'not a slot'],
    ['cancel (', 'Not a valid expression'],
    ['(a)\\1', 'Not a valid expression'],
    ['.*', 'matches everything'],
    [' ', 'empty'],
    ['x'.repeat(500), 'longer than'],
  ])('refuses %j', (pattern, message) => {
    expect(validatePattern(pattern, slots).join(' ')).toContain(message)
  })

  it('accepts a good rule', () => {
    expect(validatePattern('cancel|stop … {order_id}', slots)).toEqual([])
  })
})
