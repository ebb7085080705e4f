// The whole test run, on a fresh machine too. Ends with "N passed, N failed".
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './start/ensure-installed.mjs'
import { ensureSystemPackages } from './start/ensure-system-packages.mjs'
import { readPlaywright, readVitest } from './test/reports.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
process.chdir(root)
ensureInstalled(root)
ensureSystemPackages()
rmSync('test-results', { recursive: true, force: true })

const bin = (name) => path.join('node_modules', '.bin', name)
const only = process.argv.slice(2)
const totals = { passed: 0, failed: 0 }
const failures = []
const flaky = []

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
await suite('unit', vitest('unit'), readVitest)
await suiteOnServers('drills')
await Promise.all([suiteOnServers('integration'), suite('e2e', [bin('playwright'), 'test'], readPlaywright)])

list('Passed only the second time', flaky)
list('Failed', failures)
console.log(`\n${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed === 0 ? 0 : 1)

function vitest(project, report = project, files = []) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(report)}`]
  return [bin('vitest'), 'run', '--project', project, ...reporters, ...files]
}

function reportOf(name) {
  return `test-results/${name}.json`
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
  const failed = { passed: 0, failed: 1, failures: [{ file: name, name: 'printed above', why: '' }] }
  count(name, ok ? { passed: 1, failed: 0 } : failed, started)
}

async function suite(name, command, read) {
  if (only.length > 0 && !only.includes(name)) return
  const started = Date.now()
  count(name, await runSuite(name, command, read), started)
}

/**
 * Real processes under real clocks: where something failed, its files run once more, alone. What passes
 * only then is named at the end of the run, not hidden.
 */
async function suiteOnServers(name) {
  if (only.length > 0 && !only.includes(name)) return
  const started = Date.now()
  const first = await runSuite(name, vitest(name), readVitest)
  // What failed without a test file to its name (a crash, no report) is no matter of chance.
  const named = first.failures.every(({ file }) => file.endsWith('.test.ts'))
  if (first.failed === 0 || first.failed > 5 || !named) return count(name, first, started)
  const again = `${name}-again`
  const files = [...new Set(first.failures.map(({ file }) => file))]
  const second = await runSuite(again, vitest(name, again, files), readVitest)
  const { passed, failed, skipped } = first
  const stillFailed = second.failed
  count(
    name,
    {
      passed: passed + Math.max(0, failed - stillFailed),
      failed: stillFailed,
      skipped,
      failures: second.failures,
      flaky: stillFailed === 0 ? first.failures : [],
    },
    started,
  )
}

async function runSuite(name, command, read) {
  console.log(`\n▸ ${name}`)
  const ok = await run(command, (text) => process.stdout.write(text))
  const found = read(reportOf(name))
  if (ok || found.failed > 0) return found
  // A run that ended badly without a failed test (a hook, a crash) is a failure all the same.
  return { ...found, failed: 1, failures: [{ file: name, name: 'ended badly', why: '' }] }
}

function count(name, found, started) {
  const { passed, failed, skipped = 0 } = found
  totals.passed += passed
  totals.failed += failed
  failures.push(...(found.failures ?? []))
  flaky.push(...(found.flaky ?? []))
  console.log(
    `  ${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''} (${Math.round((Date.now() - started) / 1000)} s)`,
  )
}

function list(title, tests) {
  if (tests.length > 0) console.log(`\n${title}:`)
  for (const { file, name, why } of tests)
    console.log(`  ✗ ${file} › ${name}\n${why.replace(/^/gm, '      ')}`)
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
