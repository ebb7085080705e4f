import { describe, expect, it } from 'vitest'
import type { Entity } from '@/lib/normalization/schema'
import { bindEntities } from './bind-entities'

const entity = (type: Entity['type'], value: string, slot: string = type): Entity => ({
  type,
  slot,
  value,
  text: value,
  start: 0,
  end: 1,
})
const slot = (name: string, type = name, required = true) => ({
  name,
  type,
  required,
  answer_determining: false,
})

describe('binding entities to slots', () => {
  it('gives a slot the entity of its type', () => {
    expect(bindEntities([slot('order_id')], [entity('order_id', '7')])).toEqual({
      ok: true,
      values: { order_id: '7' },
    })
  })
  it('prefers an entity of the slot’s own name', () => {
    const entities = [entity('custom', 'gold', 'tier'), entity('order_id', '7')]
    expect(bindEntities([slot('tier', 'custom'), slot('order_id')], entities)).toMatchObject({
      values: { tier: 'gold', order_id: '7' },
    })
  })
  it('does not guess between two values of one slot', () => {
    const entities = [entity('order_id', '7'), entity('order_id', '8')]
    expect(bindEntities([slot('order_id')], entities)).toEqual({
      ok: false,
      slot: 'order_id',
      why: 'ambiguous',
    })
  })
  it('takes one value said twice', () => {
    expect(
      bindEntities([slot('order_id')], [entity('order_id', '7'), entity('order_id', '7')]),
    ).toMatchObject({ ok: true })
  })
  it('misses a required slot, and goes on without an optional one', () => {
    expect(bindEntities([slot('order_id')], [])).toEqual({ ok: false, slot: 'order_id', why: 'missing' })
    expect(bindEntities([slot('order_id', 'order_id', false)], [])).toEqual({ ok: true, values: {} })
  })
})
