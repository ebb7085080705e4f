import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonTemplate } from './json-template'

it('writes what JSON.stringify writes', () => {
  const shape = ({ id, text, count }: { id: string; text: string; count: number }) => ({
    id,
    type: 'message',
    content: [{ text, citations: null }],
    usage: { count, nothing: null },
  })
  const write = jsonTemplate(['id', 'text', 'count'], shape)
  const values = fc.record({ id: fc.string(), text: fc.string({ unit: 'binary' }), count: fc.integer() })
  fc.assert(
    fc.property(values, (any) => {
      expect(write(any)).toBe(JSON.stringify(shape(any)))
    }),
  )
})
