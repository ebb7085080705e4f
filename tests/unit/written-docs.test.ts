import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { writtenPages } from '@/scripts/docs/write-docs'

it.each(Object.keys(writtenPages))('%s is as the code says (`npm run docs` writes it)', (file) => {
  expect(readFileSync(file, 'utf8')).toBe(writtenPages[file]!())
})
