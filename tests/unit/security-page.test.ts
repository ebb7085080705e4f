import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const page = readFileSync('SECURITY.md', 'utf8')
const threats = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| threat') && line.split(' | ').length === 3)
  .map((line) => {
    const [threat = '', , tests = ''] = line.slice(2, -2).split(' | ')
    const named = [...tests.matchAll(/`([^`]+\.ts)`: "([^"]+)"/g)].map(([, file, title]) => ({
      file: file!,
      title: title!,
    }))
    return { threat, named }
  })
  .filter(({ named, threat }) => named.length > 0 || /attack|Somebody|Another/.test(threat))

describe('SECURITY.md', () => {
  it('has a threat table', () => {
    expect(threats.length).toBeGreaterThan(15)
  })

  it.each(threats)('names tests that exist: $threat', ({ named }) => {
    expect(named.length).toBeGreaterThan(0)
    for (const { file, title } of named) {
      expect(existsSync(file), file).toBe(true)
      const titles = [
        ...readFileSync(file, 'utf8').matchAll(/\b(?:it|test)(?:\.\w+\([^]*?\))?\(\s*(['"`])([^]*?)\1,/g),
      ]
      expect(
        titles.some(([, , found]) => found!.startsWith(title)),
        `${file}: ${title}`,
      ).toBe(true)
    }
  })
})
