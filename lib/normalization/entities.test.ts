import { describe, expect, it } from 'vitest'
import { extractEntities, maskEntities } from './entities'
import type { SlotSpec } from './schema'

const read = (text: string) => extractEntities(text).map(({ type, value }) => `${type}=${value}`)

describe('extractEntities', () => {
  it.each([
    ['I need to cancel order #12345', ['order_id=12345']],
    ['cancel my order 67890', ['order_id=67890']],
    ['please stop shipment of order ABC-999', ['order_id=ABC-999']],
    ['my order 113-4471822-9982716 needs to be cancelled', ['order_id=113-4471822-9982716']],
    ['Cancel order 3f2a9c10-77de', ['order_id=3f2a9c10-77de']],
    ["I'd like my order gh-22910 cancelled", ['order_id=GH-22910']],
    ['call off my purchase no. 882913?', ['order_id=882913']],
    ['send me invoice INV-00217 as a pdf', ['invoice_id=INV-00217']],
    ['where is parcel 1Z999AA10123456784', ['tracking_number=1Z999AA10123456784']],
    ['write to Jo.Doe@Example.COM.', ['email=jo.doe@example.com']],
    ['call me at +1 415 555 2671', ['phone=+14155552671']],
    ['I paid $1,200.50 on March 5th, 2024', ['amount=1200.50 USD', 'date=2024-03-05']],
    ['I expect 299 euros by 13/02/2024', ['amount=299 EUR', 'date=2024-02-13']],
    ['card 4111 1111 1111 1111', ['card=4111111111111111']],
    ['IBAN DE89 3704 0044 0532 0130 00 please', ['iban=DE89370400440532013000']],
    ['see https://shop.example/a?b=1.', ['url=https://shop.example/a?b=1']],
  ])('reads %j', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it.each(['covid-19 and my 2nd 4runner at 10am', 'delivered in 2023 to zip 90210', 'in 2 weeks', '03 days'])(
    'sees no identifier in %j',
    (text) => {
      expect(read(text)).toEqual([])
    },
  )

  it('gives offsets into the query as it was written', () => {
    const text = '😀 cancel order #12345, thanks'
    const [entity] = extractEntities(text)
    expect(text.slice(entity?.start, entity?.end)).toBe('#12345')
  })

  it('prefers a custom slot over a built-in reading of the same characters', () => {
    const slots: SlotSpec[] = [
      { name: 'policy', type: 'custom', pattern: 'POL-\\d{6}', required: false, answer_determining: false },
    ]
    const text = 'about policy pol-123456'
    const entities = extractEntities(text, slots)
    expect(entities).toMatchObject([{ type: 'custom', slot: 'policy', value: 'POL-123456' }])
    expect(maskEntities(text, entities)).toBe('about policy  {{policy}} ')
  })

  it('never returns overlapping entities', () => {
    const entities = extractEntities('order 4111111111111111 $12 +14155552671 a@b.co 2024-01-02 #77-88')
    entities
      .slice(1)
      .forEach((entity, i) => expect(entity.start).toBeGreaterThanOrEqual(entities[i]?.end ?? 0))
  })
})
