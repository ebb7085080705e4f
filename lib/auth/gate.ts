import { L0Error } from '@/lib/kernel/errors'

export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** Lets so many pieces of work run, and so many wait; throws `overloaded` for more. */
export function makeGate(bound: { running: number; waiting: number }): Gate {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running < bound.running) running++
    else if (waiting.length < bound.waiting) await new Promise<void>((resolve) => waiting.push(resolve))
    else {
      throw new L0Error('overloaded', 'Too many people sign in at this moment. Try again in a few seconds.', {
        retryAfterSeconds: 5,
      })
    }
    try {
      return await work()
    } finally {
      // The place is handed over, not freed: nobody can slip in between.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
