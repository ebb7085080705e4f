import { describe, expect, test } from 'vitest'
import { changeRows, valueText } from './change-rows'

describe('change rows', () => {
  test('nested objects become paths, what stayed is known to have stayed', () => {
    const rows = changeRows({ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 }, d: true })
    expect(rows).toEqual([
      { path: 'a.b', before: 1, after: 1, same: true },
      { path: 'a.c', before: 2, after: 3, same: false },
      { path: 'd', before: undefined, after: true, same: false },
    ])
  })

  test('a created thing has no before, an emptied list stays a list', () => {
    expect(changeRows(undefined, { list: [] })).toEqual([
      { path: 'list', before: undefined, after: [], same: false },
    ])
  })

  test('a member called __proto__ is only a name', () => {
    const rows = changeRows(JSON.parse('{"__proto__":{"x":1}}'), {})
    expect(rows).toEqual([{ path: '__proto__.x', before: 1, after: undefined, same: false }])
  })

  test('plain values are shown as they are', () => {
    expect(changeRows(1, 2)).toEqual([{ path: 'value', before: 1, after: 2, same: false }])
    expect(valueText('<b>x</b>')).toBe('<b>x</b>')
  })
})
