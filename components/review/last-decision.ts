'use client'

/** The decision `u` takes back: one at a time, forgotten when its time is over. */
export type LastDecision = { id: string; key: string; verdict: 'approve' | 'reject'; untilMs: number }

let last: LastDecision | null = null
let underWay: Promise<unknown> | null = null

/** A decision on its way: an undo pressed meanwhile waits for it instead of missing it. */
export function decisionUnderWay(deciding: Promise<unknown>): void {
  last = null
  underWay = deciding
}

export function rememberDecision(decision: LastDecision): void {
  last = decision
}

export async function takeLastDecision(): Promise<LastDecision | null> {
  await underWay?.catch(() => {})
  underWay = null
  const decision = last && last.untilMs > Date.now() ? last : null
  last = null
  return decision
}
