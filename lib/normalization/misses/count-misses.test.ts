import { describe, expect, test } from 'vitest'
import { countMisses } from './count-misses'
import type { NewMiss } from './schema'

const miss = (change: Partial<NewMiss> = {}): NewMiss => ({
  scope: 'default',
  key: null,
  reason: 'no_key',
  masked_text: 'where is it',
  user_hash: 'ann',
  would_serve: null,
  ...change,
})

describe('misses told together', () => {
  test('are one where scope, reason and masked text are the same, under the key found last', () => {
    expect(countMisses([miss(), miss({ key: 'track_order' })])).toEqual([
      { ...miss({ key: 'track_order' }), count: 2 },
    ])
  })

  test.each([{ scope: 'shop' }, { reason: 'shadow' }, { masked_text: 'where was it' }])(
    'are two where %o differs',
    (change) => {
      expect(countMisses([miss(), miss(change)]).map(({ count }) => count)).toEqual([1, 1])
    },
  )

  test('belong to a person only as long as nobody else asked', () => {
    expect(countMisses([miss(), miss()])[0]?.user_hash).toBe('ann')
    expect(countMisses([miss(), miss({ user_hash: 'bob' }), miss()])[0]?.user_hash).toBeNull()
  })
})
