import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { detectors, rulesetVersion, versionOf } from './ruleset'

test('the version does not depend on order and changes with any id or version', () => {
  expect(versionOf([...detectors].reverse())).toBe(rulesetVersion)
  expect(versionOf(detectors.map((d, i) => (i === 0 ? { id: d.id, version: d.version + 1 } : d)))).not.toBe(
    rulesetVersion,
  )
  expect(versionOf(detectors.slice(1))).not.toBe(rulesetVersion)
  expect(rulesetVersion).toMatch(/^rs1-[0-9a-f]{16}$/)
})

test('detectors have ids of their own', () => {
  expect(new Set(detectors.map(({ id }) => id)).size).toBe(detectors.length)
})

test('the check an operator’s browser runs imports nothing of Node', () => {
  const folder = import.meta.dirname
  const seen = new Set<string>()
  const foreign = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const [, from] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)[^'\n]*(?:\n[^'\n]*)*?from '([^']+)'/gm,
    )) {
      if (from!.startsWith('.')) visit(`${resolve(dirname(file), from!)}.ts`)
      else foreign.add(from!)
    }
  }
  for (const entry of ['check-template.ts', 'redact.ts', 'safe-slot-value.ts', 'schema.ts'])
    visit(join(folder, entry))
  expect([...foreign].sort()).toEqual(['ipaddr.js', 'tldts', 'zod'])
  expect(seen.size).toBeGreaterThan(20)
  expect(readdirSync(folder)).toContain('check-template-deep.ts')
})
