import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { bundle } from '@/scripts/start/bundle'

it('the production bundle loads OpenTelemetry only when it is asked for', async () => {
  const directory = mkdtempSync(path.join(process.cwd(), 'node_modules', '.l0-bundle-'))
  try {
    await bundle(process.cwd(), directory, { server: 'server.ts' })
    const atStart = loadedAtStart(directory, 'server.mjs')
    expect(atStart.some((text) => text.includes('from "pg"'))).toBe(true)
    expect(atStart.filter((text) => text.includes('from "@opentelemetry'))).toEqual([])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

/** The texts of a module and of everything it imports statically. */
function loadedAtStart(directory: string, file: string, seen = new Map<string, string>()): string[] {
  if (seen.has(file)) return []
  const text = readFileSync(path.join(directory, file), 'utf8')
  seen.set(file, text)
  for (const [, other] of text.matchAll(/^(?:import|export)\b[^;]*?"\.\/([^"]+)"/gm))
    loadedAtStart(directory, other!, seen)
  return [...seen.values()]
}
