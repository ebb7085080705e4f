import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText, exactKey, exactText } from './canonical'

describe('canonicalText', () => {
  it.each([
    ['Hi, could you PLEASE cancel my order?', 'cancel my order'],
    ["I'd like to cancel my order, thanks!", 'cancel my order'],
    ['pls don’t cancle my oder', 'do not cancel my order'],
    ['ｃａｎｃｅｌ\u200b my order', 'cancel my order'],
    ['cancel order no. {{order_id}}', 'cancel order {{order_id}}'],
    ['cancellll my orderrrr', 'cancel my order'],
    ['please', 'please'],
    ['', ''],
  ])('turns %j into %j', (query, expected) => {
    expect(canonicalText(query)).toBe(expected)
  })

  it('is the same when applied twice', () => {
    fc.assert(fc.property(fc.string(), (text) => canonicalText(canonicalText(text)) === canonicalText(text)))
  })
})

describe('exactKey', () => {
  it('ignores white space and compatibility forms but nothing that could change the meaning', () => {
    expect(exactText('  cancel \n my  order ')).toBe('cancel my order')
    expect(exactKey('Cancel my order')).not.toBe(exactKey('cancel my order'))
  })

  it('does not reveal the text', () => {
    expect(exactKey('cancel my order')).toMatch(/^exact:[0-9a-f]{32}$/)
  })
})
