import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readPlaywright, readVitest } from './reports.mjs'

const directory = mkdtempSync(path.join(tmpdir(), 'l0-reports-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function reportOf(report: unknown): string {
  const file = path.join(directory, 'report.json')
  writeFileSync(file, JSON.stringify(report))
  return file
}

describe('the report of Vitest', () => {
  const file = path.resolve('lib/some.test.ts')
  const failed = {
    status: 'failed',
    fullName: 'a clock goes on',
    failureMessages: ['\u001b[31mAssertionError\u001b[39m: 1 is not 2\n    at here'],
  }

  test('names what failed, where, and the first lines of why, without colours', () => {
    const assertionResults = [{ status: 'passed', fullName: 'x', failureMessages: [] }, failed]
    const report = { numPassedTests: 1, numPendingTests: 0 }
    const results = [{ name: file, status: 'failed', message: '', assertionResults }]
    expect(readVitest(reportOf({ ...report, testResults: results }))).toMatchObject({
      passed: 1,
      failed: 1,
      failures: [
        {
          file: 'lib/some.test.ts',
          name: 'a clock goes on',
          why: 'AssertionError: 1 is not 2\n    at here',
        },
      ],
    })
  })

  test('a file that could not be run at all counts as one failure', () => {
    const results = [{ name: file, status: 'failed', message: 'no such module', assertionResults: [] }]
    const report = { numPassedTests: 0, numPendingTests: 0, testResults: results }
    expect(readVitest(reportOf(report))).toMatchObject({ failed: 1, failures: [{ why: 'no such module' }] })
  })

  test('that is missing is a failure', () => {
    expect(readVitest(path.join(directory, 'none.json'))).toMatchObject({ passed: 0, failed: 1 })
  })
})

test('the report of Playwright tells what failed from what passed the second time', () => {
  const spec = (title: string, status: string) => ({
    file: 'pages.spec.ts',
    title,
    tests: [{ status, results: [{ errors: [{ message: `${title}?` }] }, { errors: [] }] }],
  })
  const suites = [
    { specs: [spec('first', 'unexpected')], suites: [{ specs: [spec('second', 'flaky')] }] },
    { specs: [spec('third', 'expected')] },
  ]
  const stats = { expected: 1, flaky: 1, unexpected: 1, skipped: 0 }
  expect(readPlaywright(reportOf({ stats, suites }))).toMatchObject({
    passed: 2,
    failed: 1,
    failures: [{ file: 'tests/e2e/pages.spec.ts', name: 'first', why: 'first?' }],
    flaky: [{ name: 'second' }],
  })
})
