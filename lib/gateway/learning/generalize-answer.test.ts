import { describe, expect, test } from 'vitest'
import { extractEntities } from '@/lib/normalization/entities'
import { generalizeAnswer } from './generalize-answer'
import type { FoundEntity } from '../ports'

function found(query: string): FoundEntity[] {
  return extractEntities(query)
}

function generalize(query: string, answer: string): string {
  return generalizeAnswer(answer, found(query)).answer
}

describe('literals of the question become slots', () => {
  test('every occurrence, with and without its sign, whatever its case', () => {
    expect(generalize('cancel order #abc-999', 'Order ABC-999 (#ABC-999, abc-999) is cancelled.')).toBe(
      'Order {{order_id}} ({{order_id}}, {{order_id}}) is cancelled.',
    )
  })

  test('never inside a longer number or word', () => {
    const answer = 'Orders 123456, x12345, 12345-7, 12345.50 and 12345_a are others; 12345 is yours, 12345.'
    const result = generalize('cancel order 12345', answer)
    expect(result).toBe(
      'Orders 123456, x12345, 12345-7, 12345.50 and 12345_a are others; {{order_id}} is yours, {{order_id}}.',
    )
  })

  test('longest first, so that one literal inside another does no harm', () => {
    const entities: FoundEntity[] = [
      { type: 'order_id', slot: 'order_id', text: '12', value: '12', start: 0, end: 2 },
      { type: 'order_id', slot: 'invoice_id', text: 'INV 12', value: 'INV12', start: 5, end: 11 },
    ]
    expect(generalizeAnswer('Invoice INV 12 of order 12', entities).answer).toBe(
      'Invoice {{invoice_id}} of order {{order_id}}',
    )
  })

  test('amounts in the ways people write them', () => {
    for (const written of ['$12.50', '12.50 USD', 'USD 12.50'])
      expect(generalize('I was charged $12.50 twice', `We refund ${written} today.`)).toBe(
        'We refund {{amount}} today.',
      )
    expect(generalize('the invoice says 1,200 EUR', 'That is €1,200 or €1200.00.')).toBe(
      'That is {{amount}} or {{amount}}.',
    )
  })

  test('dates in the ways people write them', () => {
    for (const written of ['2024-03-05', 'March 5, 2024', '5 March 2024', 'Mar 5', 'March 5th'])
      expect(generalize('it was due on 2024-03-05', `Due ${written}?`)).toBe('Due {{date}}?')
  })

  test('e-mail addresses and phone numbers whole', () => {
    expect(generalize('my mail is jo.doe@example.com', 'We wrote to Jo.Doe@example.com.')).toBe(
      'We wrote to {{email}}.',
    )
  })
})

test('letters that are the same but for case are, whatever their alphabet', () => {
  const entities: FoundEntity[] = [
    { type: 'custom', slot: 'shop', text: 'ΟΔΟΣ KISS', value: 'ΟΔΟΣ KISS', start: 0, end: 9 },
  ]
  for (const written of ['οδος kiss', 'Οδοσ Kiſſ', 'ΟΔΟΣ\u00a0KISS'])
    expect(generalizeAnswer(`At ${written} now.`, entities).answer).toBe('At {{shop}} now.')
})

describe('what is ambiguous stays for the reviewer to see', () => {
  test('a slot that the question fills twice', () => {
    expect(generalize('cancel order 11111 and order 22222', 'Orders 11111 and 22222 are gone.')).toBe(
      'Orders 11111 and 22222 are gone.',
    )
  })

  test('a literal that belongs to two slots', () => {
    const entities: FoundEntity[] = [
      { type: 'order_id', slot: 'order_id', text: '12345', value: '12345', start: 0, end: 5 },
      { type: 'number', slot: 'account', text: '12345', value: '12345', start: 10, end: 15 },
    ]
    expect(generalizeAnswer('12345', entities)).toEqual({ answer: '12345', slots: [] })
  })

  test('single characters', () => {
    const entities: FoundEntity[] = [
      { type: 'number', slot: 'count', text: '2', value: '2', start: 0, end: 1 },
    ]
    expect(generalizeAnswer('It takes 2 days.', entities).answer).toBe('It takes 2 days.')
  })
})

test('braces that the model wrote never become a placeholder', () => {
  const { answer, slots } = generalizeAnswer('Dear {{name}}, order 12345', found('order 12345'))
  expect(answer).toBe('Dear { {name} }, order {{order_id}}')
  expect(slots).toEqual(['order_id'])
})

test('characters that mean something to a regular expression are taken literally', () => {
  const entities: FoundEntity[] = [
    { type: 'custom', slot: 'part', text: 'A.B+(1)', value: 'A.B+(1)', start: 0, end: 7 },
  ]
  expect(generalizeAnswer('Part A.B+(1), not AxBB1', entities).answer).toBe('Part {{part}}, not AxBB1')
})
