import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LookupRequest } from '@/lib/lookup/schema'
import { BodyReader } from './body-reader'

const outcome = (reader: BodyReader<unknown>, bytes: Buffer) => {
  try {
    return { body: reader.parse(bytes) }
  } catch (error) {
    return { error: (error as Error).message }
  }
}

describe('bodies that are remembered', () => {
  it('say what they say without a memory, valid or not, however often they come', () => {
    const remembering = new BodyReader(LookupRequest, 65_536, true)
    const forgetful = new BodyReader(LookupRequest, 65_536, false)
    const valid = fc.record({ query: fc.string({ unit: 'grapheme' }) }).map((body) => JSON.stringify(body))
    const bodies = fc.oneof(
      valid.map((text) => Buffer.from(text)),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    )
    fc.assert(
      fc.property(fc.array(bodies, { maxLength: 20 }), (many) => {
        for (const bytes of [...many, ...many])
          expect(outcome(remembering, bytes)).toEqual(outcome(forgetful, bytes))
      }),
    )
  })
  it('are the same object, which nobody can change for the next caller', () => {
    const reader = new BodyReader(LookupRequest, 65_536, true)
    const bytes = Buffer.from('{"query":"where is my order"}')
    const body = reader.parse(bytes)
    expect(reader.parse(Buffer.from(bytes))).toBe(body)
    expect(() => Object.assign(body, { query: 'x' })).toThrow(TypeError)
  })
  it('are not kept where bodies hold secrets', () => {
    const reader = new BodyReader(LookupRequest, 65_536, false)
    const bytes = Buffer.from('{"query":"where is my order"}')
    expect(reader.parse(bytes)).not.toBe(reader.parse(bytes))
  })
})
