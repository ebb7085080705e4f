import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest'
import { readmeExample, startRealGateway, vendorKey, type RealGateway } from './real-gateway'

const run = promisify(execFile)
const source = path.resolve('sdk/python')
const missing = whyNoPython()
const folder = missing ? '' : mkdtempSync(path.join(tmpdir(), 'l0-sdk-python-'))
const python = path.join(folder, 'venv', 'bin', 'python')
let gateway: RealGateway

/** Node is all the project needs; who changes the Python client has a Python. */
function whyNoPython(): string | null {
  const needs = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'
  const { error, status } = spawnSync('python3', ['-c', needs])
  if (error) return 'there is no python3'
  return status === 0 ? null : 'python3 is older than 3.10 or lacks venv'
}

beforeAll(async () => {
  if (missing) return
  gateway = await startRealGateway()
}, 120_000)
afterAll(async () => {
  await gateway?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

/** The default reporter keeps the reason to itself. */
function skip(context: TestContext, why: string): never {
  console.warn(`The tests of the Python client were not run: ${why}`)
  return context.skip(why)
}

test('the Python client passes its tests against the running gateway', async (context) => {
  if (missing) skip(context, missing)
  await run('python3', ['-m', 'venv', path.dirname(path.dirname(python))])
  const install = ['-m', 'pip', '--disable-pip-version-check', '--no-input', 'install', '-q', '--no-compile']
  const reached = await run(python, [...install, '--retries', '1', 'pytest']).catch((error: Error) => error)
  if (reached instanceof Error) skip(context, `pip cannot install pytest: ${reached.message}`)
  // Not editable: what pip builds is what a registry would hand out.
  await run(python, [...install, source])
  const env = {
    ...process.env,
    PYTHONPYCACHEPREFIX: path.join(folder, 'pycache'),
    L0_TEST_URL: gateway.url,
    L0_TEST_KEY: gateway.key,
    L0_TEST_VENDOR_URL: gateway.vendor.url,
    L0_TEST_VENDOR_KEY: vendorKey,
    L0_TEST_BROKEN_URL: gateway.broken.url,
    L0_TEST_GONE_URL: gateway.broken.gone,
  }
  const args = ['-m', 'pytest', '-p', 'no:cacheprovider', '-rs', path.join(source, 'tests')]
  const pytest = run(python, args, { env, cwd: source })
  const { stdout } = await pytest.catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`pytest failed:\n${error.stdout ?? ''}${error.stderr ?? ''}`)
  })
  expect(stdout).toMatch(/\d+ passed/)
  expect(stdout).not.toMatch(/skipped|failed/)

  const example = readmeExample(path.join(source, 'README.md'), gateway.url)
  const checked = `${example}\nimport pathlib, l0_cache\nprint(pathlib.Path(l0_cache.__file__).with_name("py.typed").exists())`
  const user = {
    ...env,
    L0_API_KEY: gateway.key,
    ANTHROPIC_API_KEY: vendorKey,
    ANTHROPIC_BASE_URL: gateway.vendor.url,
  }
  const printed = (await run(python, ['-c', checked], { env: user })).stdout
  expect(printed).toMatch(/^L0_CACHE\n0\.0001\nL0Info\(.*key='cancel_order'[^]*\nTrue\n$/)

  // Whose key went where, as the servers saw it.
  expect(gateway.arrived.length).toBeGreaterThan(0)
  expect(JSON.stringify(gateway.arrived)).not.toContain(vendorKey)
  expect(gateway.vendor.requests.length).toBeGreaterThan(0)
  const atVendor = JSON.stringify(gateway.vendor.requests)
  expect(atVendor).toContain(vendorKey)
  expect(atVendor).not.toContain(gateway.key)
  expect(atVendor).not.toContain('x-l0-')
  expect(atVendor).not.toContain('CUT')
}, 240_000)
