'use client'

import { useSyncExternalStore } from 'react'

type Verdict = 'approve' | 'reject'

/** What the latest decision of this tab is at: on its way, or done and for a while taken back with one key. */
export type DecisionNote = { id: string; key: string; verdict: Verdict } & (
  | { state: 'saving' }
  | {
      state: 'decided'
      /** Approvals still wanted; 0 when this one decided it. */
      needs: number
      untilMs: number
      undo: () => void
    }
)

/** Somebody has to be able to read it. */
const shownAtLeastMs = 2_500

let note: DecisionNote | null = null
let latest: string | null = null
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function set(next: DecisionNote | null): void {
  clearTimeout(timer)
  note = next
  if (next?.state === 'decided') {
    timer = setTimeout(() => set(null), Math.max(shownAtLeastMs, next.untilMs - Date.now()))
  }
  for (const listener of listeners) listener()
}

/** From now on this is the last decision: what comes late about an earlier one is not shown any more. */
export function beginDecision(id: string): void {
  latest = id
}

/** Shows the last decision in place of the one before: only it can be taken back, so only it offers that. */
export function showDecision(next: DecisionNote): void {
  if (next.id === latest) set(next)
}

export function hideDecision(id: string): void {
  if (note?.id === id) set(null)
}

export function useDecisionNote(): DecisionNote | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => note,
    () => null,
  )
}
