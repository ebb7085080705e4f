import { expect, test } from 'vitest'
import { findPages } from './find-pages'

const pages = [
  { slug: 'how-to/roll-back', title: 'Roll an answer back', section: 'How to' },
  { slug: 'operations/redis-loss', title: 'Redis is lost', section: 'Operations' },
]

test('every word must be in the title or address, whatever the case', () => {
  expect(findPages(pages, 'ANSWER roll').map(({ slug }) => slug)).toEqual(['how-to/roll-back'])
  expect(findPages(pages, 'redis back')).toEqual([])
  expect(findPages(pages, '  ')).toEqual(pages)
})
