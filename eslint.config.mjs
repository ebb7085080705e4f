import next from 'eslint-config-next'
import typescript from 'eslint-config-next/typescript'

const config = [
  {
    ignores: [
      '.next/**',
      '.l0/**',
      'lib/adapters/postgres/generated/**',
      'next-env.d.ts',
      'sdk/**/dist/**',
      'test-results/**',
      'playwright-report/**',
    ],
  },
  ...next,
  ...typescript,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'off',
      eqeqeq: ['error', 'smart'],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'lib/env.ts alone reads the environment.' },
      ],
    },
  },
  {
    files: ['lib/env.ts', 'instrumentation.ts', 'scripts/**', 'tests/**', '*.config.*', 'sdk/**'],
    rules: { 'no-restricted-properties': 'off' },
  },
]

export default config
