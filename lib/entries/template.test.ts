import { describe, expect, it } from 'vitest'
import { parseTemplate, render } from './template'

const slot = (name: string, over: Partial<{ required: boolean; answer_determining: boolean }> = {}) => ({
  name,
  type: name,
  required: true,
  answer_determining: false,
  ...over,
})
const show = (template: string, values: Record<string, string>, slots = [slot('order_id')]) =>
  render(parseTemplate(template), slots, values, (value) => (value.includes('<') ? null : value))

describe('strict rendering', () => {
  it('fills each slot with the value of the query', () => {
    expect(show('Order {{order_id}}: {{order_id}}.', { order_id: '7' })).toEqual({
      ok: true,
      text: 'Order 7: 7.',
    })
  })
  it('is a miss when a slot of the template has no value', () => {
    expect(show('Order {{order_id}}', {})).toEqual({ ok: false, why: 'missing_entity', slot: 'order_id' })
  })
  it('is a miss when an answer-determining entity is not used by the template', () => {
    const slots = [slot('order_id', { answer_determining: true })]
    expect(show('All orders ship today.', { order_id: '7' }, slots)).toMatchObject({
      ok: false,
      slot: 'order_id',
    })
  })
  it('is a miss when a value must not be shown', () => {
    expect(show('Order {{order_id}}', { order_id: '<b>' })).toMatchObject({ ok: false })
  })
  it('reads no template inside a value', () => {
    expect(show('Order {{order_id}}', { order_id: '{{email}}', email: 'a@b.c' })).toEqual({
      ok: true,
      text: 'Order {{email}}',
    })
  })
})
