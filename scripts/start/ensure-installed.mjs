import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Installs exactly the lock file when it changed since the last install, and generates the Prisma client. */
export function ensureInstalled(root) {
  requireNode()
  const stampFile = path.join(root, 'node_modules', '.l0-installed')
  const lock = digest(path.join(root, 'package-lock.json'))
  const stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {}
  if (stamp.lock !== lock) {
    step('Installing packages (npm ci) …')
    run(
      root,
      'npm',
      ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
      'Is the npm registry reachable? `npm ping` tells.',
    )
  }
  const schema = digest(path.join(root, 'prisma', 'schema.prisma'))
  const generated = path.join(root, 'lib', 'adapters', 'postgres', 'generated', 'client.ts')
  if (stamp.lock !== lock || stamp.schema !== schema || !existsSync(generated)) {
    step('Generating the database client …')
    run(
      root,
      process.execPath,
      ['node_modules/prisma/build/index.js', 'generate'],
      'Delete node_modules and try again.',
      {
        // The client's engine is WebAssembly; without this Prisma would download a binary it does not need here.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      },
    )
  }
  mkdirSync(path.dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, JSON.stringify({ lock, schema }))
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`Node ${process.versions.node} is too old.`, 'Install Node 20.19 or newer.')
}

function digest(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function run(root, command, args, advice, env = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'development', ...env },
  })
  if (result.status === 0) return
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}\n`)
  fail(`\`${command} ${args.join(' ')}\` failed.`, advice)
}

function step(text) {
  process.stdout.write(`• ${text}\n`)
}

function fail(what, advice) {
  process.stderr.write(`✗ ${what}\n  ${advice}\n`)
  process.exit(1)
}
