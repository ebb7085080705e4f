// The whole test run, on a fresh machine too. Ends with "N passed, N failed".
import { spawn } from 'node:child_process'
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

// Side by side where nothing is timed; what drills failures has the machine to itself.
await Promise.all([
  check('types', [bin('next'), 'typegen'], [bin('tsc'), '--noEmit']),
  check('lint', [bin('eslint'), '.', '--max-warnings', '0']),
])
await Promise.all([
  check('format', [bin('prettier'), '--check', '.', '--log-level', 'warn']),
  check('layers', [
    ...[bin('depcruise'), '--config', '.dependency-cruiser.cjs'],
    ...['lib', 'app', 'components', 'server.ts', '--output-type', 'err'],
  ]),
])
await suite('unit', vitest('unit'), vitestCounts)
await suite('drills', vitest('drills'), vitestCounts)
await Promise.all([
  suite('integration', vitest('integration'), vitestCounts),
  suite('e2e', [bin('playwright'), 'test'], playwrightCounts),
])

if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`)
console.log(`\n${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed === 0 ? 0 : 1)

function vitest(project) {
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=test-results/${project}.json`]
  return [bin('vitest'), 'run', '--project', project, ...report]
}

async function check(name, ...commands) {
  if (only.length > 0 && !only.includes(name)) return
  const started = Date.now()
  let ok = true
  const output = []
  for (const command of commands) {
    if (ok) ok = await run(command, (text) => output.push(text))
  }
  console.log(`\n▸ ${name}\n${output.join('').trim()}`)
  count(name, ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }, started)
}

async function suite(name, command, counts) {
  if (only.length > 0 && !only.includes(name)) return
  const started = Date.now()
  console.log(`\n▸ ${name}`)
  const ok = await run(command, (text) => process.stdout.write(text))
  const report = `test-results/${name}.json`
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

/** True when the command ends well; what it prints goes to `print`. */
function run([command, ...args], print) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' },
    })
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', print)
    child.on('error', (error) => {
      print(`${command}: ${error.message}\n`)
      resolve(false)
    })
    child.on('close', (code) => resolve(code === 0))
  })
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
