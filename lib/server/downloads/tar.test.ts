import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { tarOf } from './tar'

test('the system’s own tar reads back what was put in', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'l0-tar-'))
  const files = new Map([
    ['a.csv', 'x,y\n1,é\n'],
    ['empty.txt', ''],
    ['long.txt', 'z'.repeat(1_536)],
  ])
  try {
    execFileSync('tar', ['-xf', '-', '-C', directory], { input: tarOf(files, new Date(0)) })
    for (const [name, text] of files) expect(readFileSync(path.join(directory, name), 'utf8')).toBe(text)
  } finally {
    rmSync(directory, { recursive: true })
  }
})
