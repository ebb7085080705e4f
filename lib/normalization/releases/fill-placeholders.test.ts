import { describe, expect, it } from 'vitest'
import { extractEntities } from '../entities'
import { fillPlaceholders } from './fill-placeholders'

const types = [
  'order_id',
  'tracking_number',
  'invoice_id',
  'email',
  'phone',
  'date',
  'amount',
  'card',
  'iban',
  'url',
]

describe('fillPlaceholders', () => {
  it.each(types)('a filled %s is read back as one', (type) => {
    const entities = extractEntities(fillPlaceholders(`please look at {{${type}}} for me`))
    expect(entities.map((entity) => entity.type)).toContain(type)
  })

  it('leaves placeholders it cannot fill', () => {
    expect(fillPlaceholders('change {{seat_name}} now')).toBe('change {{seat_name}} now')
  })
})
