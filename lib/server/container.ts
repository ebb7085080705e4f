import type { Base } from './base'

/** Everything a route can reach. Grown in `compose/`, one file a concept. */
export type Container = Base & {
  limiter: { take(subject: string, perMinute: number, nowMs: number): number }
  defaultKeyRatePerMinute: number
}

// The server entry and Next's bundle load their own copies of this module; the process has one container.
const slot = Symbol.for('l0.container')
type Global = { [slot]?: Container }

export function container(): Container {
  const made = (globalThis as Global)[slot]
  if (!made) throw new Error('The container is not built yet: `buildContainer` runs first.')
  return made
}

export function setContainer(made: Container): void {
  ;(globalThis as Global)[slot] = made
}
