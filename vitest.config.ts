import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
const alias = { '@': root.replace(/\/$/, '') }

/** What takes its time and measures none: the test run puts it beside the browser's. */
const long = [
  'tests/integration/privacy/**/*.test.ts',
  'tests/integration/docs/**/*.test.ts',
  'tests/integration/sdk/**/*.test.ts',
  'tests/integration/audit/**/*.test.ts',
]

/** On a real Postgres and a real Redis; one file at a time, since all of a run share them. */
const integration = (name: string, include: string[], exclude: string[]) => ({
  resolve: { alias },
  test: {
    name,
    environment: 'node' as const,
    include,
    exclude: ['**/node_modules/**', ...exclude],
    globalSetup: ['tests/integration/global-setup.ts'],
    fileParallelism: false,
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
          testTimeout: 30_000,
        },
      },
      integration('integration', ['tests/integration/**/*.test.ts'], long),
      integration('long', long, []),
    ],
  },
})
