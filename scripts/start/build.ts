import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runToEnd } from './processes'

const sources = [
  'app',
  'components',
  'lib',
  'public',
  'next.config.js',
  'package-lock.json',
  'tsconfig.json',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
  'server.ts',
  'scripts/build.mjs',
  'scripts/start/bundle.ts',
]

/** Builds when the sources' content changed since the last build; returns whether it did. */
export async function buildIfChanged(root: string, onStart: () => void): Promise<boolean> {
  const digest = digestOf(root)
  const stampFile = path.join(root, '.next', 'l0-source-digest')
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
  if (stamp === digest && existsSync(path.join(root, '.next', 'BUILD_ID'))) return false
  onStart()
  await runToEnd(process.execPath, ['scripts/build.mjs'], process.env)
  writeFileSync(stampFile, digest)
  return true
}

function digestOf(root: string): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    const full = path.join(root, source)
    if (existsSync(full)) addTo(hash, full)
  }
  return hash.digest('hex')
}

function addTo(hash: ReturnType<typeof createHash>, full: string): void {
  let names: string[]
  try {
    names = readdirSync(full).sort()
  } catch {
    hash.update(full).update(readFileSync(full))
    return
  }
  for (const name of names) if (!name.endsWith('.test.ts')) addTo(hash, path.join(full, name))
}
