import { setImmediate as turn } from 'node:timers/promises'

export type GiveWayParts = { nowMs: () => number; pause: (ms: number) => Promise<void> }

const worksForMs = 5
const restFactor = 3
const longestRestMs = 1_000

/** Of the time at most a quarter: what took 10 ms is followed by 30 ms of nothing. */
export function restAfter(tookMs: number): number {
  return Math.min(longestRestMs, tookMs * restFactor)
}

const real: GiveWayParts = {
  nowMs: () => performance.now(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/**
 * For long work that shares the process with requests: call what this returns between two of its steps. Requests that wait
 * are let in each time, and what took some milliseconds, theirs included, is followed by a rest.
 */
export function giveWay({ nowMs, pause }: GiveWayParts = real): () => Promise<void> {
  let sinceMs = nowMs()
  return async () => {
    const tookMs = nowMs() - sinceMs
    if (tookMs < worksForMs) return turn()
    await pause(restAfter(tookMs))
    sinceMs = nowMs()
  }
}
