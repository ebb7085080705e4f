import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
const alias = { '@': root.replace(/\/$/, '') }

/** What breaks things and watches the clock: the test run gives it the machine to itself. */
const drills = ['tests/integration/drills/**/*.test.ts', 'tests/integration/serving/failure.test.ts']

/**
 * On a real Postgres and a real Redis; one file at a time, since all of a run share them. Modules are loaded
 * once for all files: each test makes its own app, and no test replaces a module.
 */
const integration = (name: string, include: string[], exclude: string[]) => ({
  resolve: { alias },
  test: {
    name,
    environment: 'node' as const,
    include,
    exclude: ['**/node_modules/**', ...exclude],
    globalSetup: ['tests/integration/global-setup.ts'],
    fileParallelism: false,
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
  },
})

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'lib/**/*.test.ts',
            'components/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/unit/**/*.test.ts',
            'sdk/typescript/src/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/generated/**'],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      integration('integration', ['tests/integration/**/*.test.ts'], drills),
      integration('drills', drills, []),
    ],
  },
})
