/** Time is injected into rules, so that they can be tested and replayed. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

export const secondMs = 1_000
export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

/**
 * The promise's value, or a rejection after `ms`. A busy event loop is not held against the other
 * side: when the timer fires, what has already arrived is read first, and counts.
 */
export function withDeadline<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => setImmediate(() => reject(new Error(`${what} took longer than ${ms} ms`))),
      ms,
    )
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
