import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isL0Error } from '@/lib/kernel/errors'
import { parseJson } from './read-json'

describe('bodies', () => {
  it.each([
    ['empty', Buffer.alloc(0)],
    ['no JSON', Buffer.from('{')],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['too deep', Buffer.from('['.repeat(10_000) + ']'.repeat(10_000))],
  ])('that are %s are refused as such, not as our failure', (_name, bytes) => {
    expect(() => parseJson(bytes)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })
  it('brackets inside strings are not depth', () => {
    expect(parseJson(Buffer.from(JSON.stringify('['.repeat(500))))).toBe('['.repeat(500))
  })
  it('of any bytes either parse or are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        try {
          parseJson(Buffer.from(bytes))
        } catch (error) {
          expect(isL0Error(error)).toBe(true)
        }
      }),
    )
  })
})
