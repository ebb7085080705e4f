import { describe, expect, it } from 'vitest'
import { findCollisions, releaseCollisions } from './collisions'
import { IntentSpec } from './schema'
import { selectDiverse } from './suggest-phrasings'

describe('selectDiverse', () => {
  const pool = [
    'cancel my order',
    'cancel my order please',
    'cancel order now',
    'close the account',
    'where is my parcel',
  ]

  it('takes one of each kind before a second of any', () => {
    expect(selectDiverse(pool, 3).filter((text) => text.includes('cancel'))).toHaveLength(1)
  })

  it('does not depend on the order of the pool', () => {
    expect(selectDiverse([...pool].reverse(), 3)).toEqual(selectDiverse(pool, 3))
  })

  it('leaves out what approved phrasings already cover', () => {
    expect(selectDiverse(pool, 2, ['cancel my order', 'cancel order now']).join()).not.toContain('cancel')
  })
})

describe('findCollisions', () => {
  const others = [IntentSpec.parse({ key: 'track_order', phrasings: ['where is my order 12345'] })]

  it('sees the same question about another order', () => {
    expect(findCollisions('Please, where is my order #99881?', 'cancel_order', others)[0]?.kind).toBe(
      'same_text',
    )
    expect(findCollisions('my order 777123 is where', 'cancel_order', others)[0]?.kind).toBe('same_words')
    expect(findCollisions('cancel my order', 'cancel_order', others)).toEqual([])
  })

  it('names the intents that share a phrasing', () => {
    const specs = [...others, IntentSpec.parse({ key: 'find_order', phrasings: ['where is my order 55512'] })]
    expect(releaseCollisions(specs)).toEqual([
      { text: 'where is my order {{order_id}}', intents: ['find_order', 'track_order'] },
    ])
  })
})
