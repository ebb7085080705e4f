/** Time is injected into rules, so that they can be tested and replayed. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

export const secondMs = 1_000
export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

/**
 * The promise's value, or a rejection after `ms`. A busy event loop is not held against the other side: the second half
 * of the time starts when the loop comes to notice the end of the first, so that an answer which waited only for us is
 * still read.
 */
export function withDeadline<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`${what} took longer than ${ms} ms`))
    let timer = setTimeout(() => {
      timer = setTimeout(late, ms / 2)
    }, ms / 2)
    work.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
