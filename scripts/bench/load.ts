import autocannon from 'autocannon'
import type { Child } from './child'

export type Load = {
  url: string
  path: string
  connections: number
  seconds: number
  headers: Record<string, string>
  /** The next request's body. */
  body: () => string
  /** Instead of `body`: headers of its own for each request. */
  request?: () => { headers: Record<string, string>; body: string }
  /** Offer this many requests a second instead of as many as are answered. */
  perSecond?: number
  /** About how many requests a second are expected: so many different bodies are made ready. */
  expectedRate: number
}

export type Measured = {
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** All replies with a 200, those left out above as well. */
  answered: number
  /** Anything but a 200. */
  failed: number
}

const bodiesAtMost = 200_000

/**
 * What comes before is left out, for all alike: the client has just made a hundred thousand bodies and clears up after
 * it, and both sides compile. A third of a second of it once held most of a run's slow replies.
 */
const settleMs = 1_000

/** Keeps so many connections busy for a while; every request of a connection has its own body. */
export async function run(load: Load): Promise<Measured> {
  const seconds = load.seconds + settleMs / 1_000
  const wanted = Math.min(bodiesAtMost, Math.ceil(load.expectedRate * seconds * 1.3))
  const perConnection = Math.max(10, Math.ceil(wanted / load.connections))
  const times: number[] = []
  let answered = 0
  let failed = 0
  let settledMs = 0
  let lastMs = 0
  await new Promise<void>((resolve, reject) => {
    const instance = autocannon(
      {
        url: load.url + load.path,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...load.headers },
        connections: load.connections,
        duration: seconds,
        ...(load.perSecond ? { overallRate: load.perSecond } : {}),
        setupClient: (client) => {
          const make = load.request ?? (() => ({ body: load.body() }))
          client.setRequests(Array.from({ length: perConnection }, make))
        },
      },
      (error) => (error ? reject(error) : resolve()),
    )
    instance.on('response', (_client, status, _bytes, ms) => {
      lastMs = performance.now()
      if (settledMs === 0) settledMs = lastMs + settleMs
      if (status !== 200) return void failed++
      answered++
      if (lastMs >= settledMs) times.push(ms)
    })
    instance.on('reqError', () => failed++)
  })
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN
  return {
    perSecond: times.length / Math.max(0.001, (lastMs - settledMs) / 1_000),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    answered,
    failed,
  }
}

/** `cpuUs`: what the server's process used for each request it answered, by its own clock. */
export type MeasuredOn = Measured & { cpuUs: number }

/** The load, and what it cost the server that answers it. */
export async function runOn(server: Pick<Child, 'cpuMs'>, load: Load): Promise<MeasuredOn> {
  const before = await server.cpuMs()
  const measured = await run(load)
  return { ...measured, cpuUs: (((await server.cpuMs()) - before) * 1_000) / Math.max(1, measured.answered) }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
