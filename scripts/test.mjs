// The whole test run, on a fresh machine too. Ends with "N passed, N failed".
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './start/ensure-installed.mjs'
import { ensureSystemPackages } from './start/ensure-system-packages.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
process.chdir(root)
ensureInstalled(root)
ensureSystemPackages()
rmSync('test-results', { recursive: true, force: true })

const bin = (name) => path.join('node_modules', '.bin', name)
const only = process.argv.slice(2)
const totals = { passed: 0, failed: 0 }
const failures = []

check('types', bin('next'), ['typegen'], bin('tsc'), ['--noEmit'])
check('lint', bin('eslint'), ['.', '--max-warnings', '0'])
check('format', bin('prettier'), ['--check', '.', '--log-level', 'warn'])
check('layers', bin('depcruise'), [
  '--config',
  '.dependency-cruiser.cjs',
  'lib',
  'app',
  'components',
  'server.ts',
  '--output-type',
  'err',
])
suite('unit', bin('vitest'), ['run', '--project', 'unit'], vitestCounts)
suite('integration', bin('vitest'), ['run', '--project', 'integration'], vitestCounts)
suite('e2e', bin('playwright'), ['test'], playwrightCounts)

if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`)
console.log(`\n${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed === 0 ? 0 : 1)

function check(name, ...commands) {
  if (only.length > 0 && !only.includes(name)) return
  const started = Date.now()
  console.log(`\n▸ ${name}`)
  let ok = true
  for (let i = 0; ok && i < commands.length; i += 2) ok = run(commands[i], commands[i + 1])
  count(name, ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }, started)
}

function suite(name, command, args, counts) {
  if (only.length > 0 && !only.includes(name)) return
  const started = Date.now()
  console.log(`\n▸ ${name}`)
  const report = `test-results/${name}.json`
  const reporters = command.includes('vitest')
    ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    : []
  const ok = run(command, [...args, ...reporters])
  const found = existsSync(report)
    ? counts(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 1 }
  // A run that ended badly without a failed test (a hook, a crash) is a failure all the same.
  if (!ok && found.failed === 0) found.failed = 1
  count(name, found, started)
}

function count(name, { passed, failed, skipped = 0 }, started) {
  totals.passed += passed
  totals.failed += failed
  if (failed > 0) failures.push(name)
  console.log(
    `  ${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''} (${Math.round((Date.now() - started) / 1000)} s)`,
  )
}

function run(command, args) {
  const result = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' },
  })
  return result.status === 0
}

function vitestCounts(report) {
  return {
    passed: report.numPassedTests,
    skipped: report.numPendingTests,
    failed: report.numFailedTests + (report.numFailedTestSuites > 0 && report.numFailedTests === 0 ? 1 : 0),
  }
}

function playwrightCounts({ stats }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected }
}
