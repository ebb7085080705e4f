import { describe, expect, test } from 'vitest'
import { csvOf } from './csv'

const columns = [
  { label: 'Question', value: (row: { q: string; n: number | null }) => row.q },
  { label: 'Asked, times', value: (row: { q: string; n: number | null }) => row.n },
]

describe('csv', () => {
  test('commas, quotes and line breaks stay inside their cell', () => {
    expect(csvOf(columns, [{ q: 'say "hi",\nthen go', n: 3 }])).toBe(
      'Question,"Asked, times"\r\n"say ""hi"",\nthen go",3\r\n',
    )
  })

  test('what a spreadsheet would run is text', () => {
    const rows = [
      { q: '=HYPERLINK("http://x")', n: null },
      { q: '@sum', n: -1 },
    ]
    expect(csvOf(columns, rows)).toContain(`"'=HYPERLINK(""http://x"")",\r\n'@sum,-1\r\n`)
  })
})
