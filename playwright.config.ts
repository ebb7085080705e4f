import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineConfig } from '@playwright/test'

const port = Number(process.env.E2E_PORT ?? 3210)
const stateDirectory = process.env.L0_E2E_STATE ?? path.join(tmpdir(), `l0-e2e-${process.ppid}`)
process.env.L0_E2E_STATE = stateDirectory

/** A real OpenID Connect provider beside the product; `PEOPLE` may sign in there by their name, with any password. */
const oidc = { PORT: String(port + 1), CLIENT_ID: 'l0', CLIENT_SECRET: 'a secret of the client' }
const issuer = `http://localhost:${oidc.PORT}`
const people = {
  oscar: { email: 'operator2@demo.local', email_verified: true, name: 'Oscar Operator' },
  stranger: { email: 'stranger@example.com', email_verified: true, name: 'A Stranger' },
}

export default defineConfig({
  testDir: 'tests/e2e',
  fullyParallel: false,
  workers: 1,
  timeout: 90_000,
  // What passes only the second time is named at the end of the test run.
  retries: 1,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  use: {
    baseURL: `http://localhost:${port}`,
    // A trace photographs the page at every step, which costs more than the steps: ask for one where it is wanted.
    trace: process.env.L0_E2E_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: [
    {
      command: 'node tests/fakes/oidc-server.mjs',
      url: `${issuer}/.well-known/openid-configuration`,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
      env: {
        ...oidc,
        REDIRECT_URI: `http://localhost:${port}/api/auth/callback/oidc`,
        PEOPLE: JSON.stringify(people),
      },
    },
    {
      command: 'node scripts/start.mjs',
      url: `http://localhost:${port}/api/health/ready`,
      timeout: 300_000,
      stdout: 'pipe',
      gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
      env: {
        PORT: String(port),
        L0_STATE_DIR: stateDirectory,
        LOG_LEVEL: 'warn',
        DEDICATED_REDIS_ALLOWED_CIDRS: '127.0.0.0/8',
        OIDC_ISSUER: issuer,
        OIDC_CLIENT_ID: oidc.CLIENT_ID,
        OIDC_CLIENT_SECRET: oidc.CLIENT_SECRET,
      },
    },
  ],
})
