import { describe, expect, it } from 'vitest'
import { allowedGuards, findGuards } from './guards'
import { tokenize } from './text/tokens'

const names = (text: string) => findGuards(tokenize(text), text).map(({ name }) => name)

describe('findGuards', () => {
  it.each([
    ['do not cancel my order', 'negation'],
    ["please don't refund me", 'negation'],
    ['cancel it only if it has not shipped', 'condition'],
    ['cancel only the blue one', 'partial'],
    ['undo the cancellation of my order', 'reversal'],
    ['has my order been cancelled', 'status'],
    ['why did you cancel my order', 'why'],
    ['how late can I still cancel', 'policy'],
    ['someone placed an order with my card', 'accusation'],
    ['cancel my order and delete my account', 'multiple_intents'],
    ['translate this to French: cancel my order', 'quotation'],
    ['what happens when I say "cancel my order"', 'quotation'],
    ['write a poem about cancelling an order', 'quotation'],
    ['cancel it', 'unresolved_reference'],
    ['??', 'too_little'],
  ])('%j fires %s', (text, guard) => {
    expect(names(text)).toContain(guard)
  })

  it.each([
    'cancel my order',
    'where is my parcel',
    'I need a new password',
    'how do I return an item',
    'I write a review',
  ])('leaves %j alone', (text) => {
    expect(names(text)).toEqual([])
  })

  it('stays linear on hostile input', () => {
    const started = performance.now()
    findGuards('and a '.repeat(500).trim().split(' '))
    findGuards('has a '.repeat(500).trim().split(' '))
    expect(performance.now() - started).toBeLessThan(200)
  })
})

describe('allowedGuards', () => {
  it('lets an intent be about the construction its own phrasings contain', () => {
    expect(allowedGuards([tokenize('why was I charged twice')])).toContain('why')
  })

  it('is not switched off by one odd phrasing among many', () => {
    const phrasings = [
      ...Array.from({ length: 30 }, () => tokenize('cancel my order')),
      tokenize('why not cancel my order'),
    ]
    expect(allowedGuards(phrasings)).not.toContain('why')
  })
})
