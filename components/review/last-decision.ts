'use client'

/** The decision `u` takes back: one at a time, forgotten when its time is over. */
export type LastDecision = { id: string; key: string; verdict: 'approve' | 'reject'; untilMs: number }

let last: LastDecision | null = null

export function rememberDecision(decision: LastDecision): void {
  last = decision
}

export function takeLastDecision(nowMs: number): LastDecision | null {
  const decision = last && last.untilMs > nowMs ? last : null
  last = null
  return decision
}
