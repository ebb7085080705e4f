export type FailedTest = { file: string; name: string; why: string }
export type Report = {
  passed: number
  failed: number
  skipped: number
  failures: FailedTest[]
  /** Passed only when they were run again. */
  flaky: FailedTest[]
}
export function readVitest(file: string): Report
export function readPlaywright(file: string): Report
