import { trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { modelName } from './gen-ai-attributes'
import { contextOf } from './open-telemetry'

test('the caller’s trace goes on, its decision to sample included', () => {
  const header = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  expect(trace.getSpanContext(contextOf(header))).toEqual({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags: 1,
    isRemote: true,
  })
})

test.each([
  null,
  '',
  'nonsense',
  '00-00000000000000000000000000000000-b7ad6b7169203331-01',
  '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
  'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
])('%j is no parent', (header) => {
  expect(trace.getSpanContext(contextOf(header))).toBeUndefined()
})

test('a question in the place of a model’s name does not reach telemetry', () => {
  expect(modelName('claude-haiku-4-5')).toBe('claude-haiku-4-5')
  expect(modelName('cancel my order 12345')).toBe('_OTHER')
  expect(modelName('x'.repeat(101))).toBe('_OTHER')
})
