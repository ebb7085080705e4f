import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * What a runner's JSON report says: counts, and each failed test by file, name and the first lines of why.
 * A report that is missing is one failure.
 */
export function readVitest(file) {
  if (!existsSync(file)) return unreadable(file)
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === 'failed')
    if (failed.length === 0 && status === 'failed')
      return [failureOf(relative(name), 'the file itself', message)]
    return failed.map(({ fullName, failureMessages }) =>
      failureOf(relative(name), fullName, failureMessages.join('\n')),
    )
  })
  const { numPassedTests: passed, numPendingTests: skipped } = report
  return { passed, skipped, failed: failures.length, failures, flaky: [] }
}

export function readPlaywright(file) {
  if (!existsSync(file)) return unreadable(file)
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const { expected, flaky, unexpected, skipped } = report.stats
  const specs = report.suites.flatMap(specsOf)
  const having = (status) =>
    specs.flatMap((spec) =>
      spec.tests
        .filter((test) => test.status === status)
        .map((test) => failureOf(`tests/e2e/${spec.file}`, spec.title, errorsOf(test))),
    )
  return {
    passed: expected + flaky,
    skipped,
    failed: unexpected,
    failures: having('unexpected'),
    flaky: having('flaky'),
  }
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]
}

function errorsOf(test) {
  return test.results.flatMap(({ errors }) => errors.map(({ message }) => message ?? '')).join('\n')
}

function failureOf(file, name, message) {
  return { file, name, why: plain(message).trim().split('\n').slice(0, 8).join('\n') }
}

function relative(file) {
  return path.relative(process.cwd(), file)
}

function plain(text) {
  return text.replace(/\x1b\[[\d;]*m/g, '')
}

function unreadable(file) {
  return { passed: 0, skipped: 0, failed: 1, failures: [failureOf(file, 'no report', '')], flaky: [] }
}
