import { expect, it } from 'vitest'
import { BoundedMemo } from './bounded-memo'

it('computes once an input, and never holds more than its bound', () => {
  const memo = new BoundedMemo<number>(3)
  let computed = 0
  const length = (text: string) =>
    memo.of(text, () => {
      computed++
      return text.length
    })
  expect([length('a'), length('bb'), length('a')]).toEqual([1, 2, 1])
  expect(computed).toBe(2)
  for (let i = 0; i < 100; i++) length(`text ${i}`)
  expect(computed).toBe(102)
  expect(length('a')).toBe(1)
  memo.forget()
  length('a')
  expect(computed).toBe(104)
})
