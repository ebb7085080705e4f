import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pythonOrSkip } from './python-clients'
import { readmeExample, startRealGateway, vendorKey, type RealGateway } from './real-gateway'

const run = promisify(execFile)
const source = path.resolve('sdk/python')
let gateway: RealGateway

beforeAll(async () => {
  gateway = await startRealGateway()
}, 120_000)
afterAll(() => gateway?.close())

test('the Python client passes its tests against the running gateway', async (context) => {
  const python = await pythonOrSkip(context, 'The tests of the Python client were')
  const env = {
    ...process.env,
    PYTHONPYCACHEPREFIX: path.join(process.env.L0_TEST_DIRECTORY!, 'pycache'),
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
