type Flight<T> = { result: Promise<T>; abort: AbortController; waiting: number }

/** How one caller got its result: `led` it, `joined` another's, or gave up waiting. */
export type Flown<T> = { kind: 'led' | 'joined'; value: T } | { kind: 'waited_too_long' }

/**
 * Concurrent identical questions share one call. Work stops when the last of its callers has gone.
 * A failure reaches those who are waiting for it and nobody later.
 */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Flight<T>>()

  constructor(private readonly maxWaitMs: number) {}

  async run(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<Flown<T>> {
    const running = this.flights.get(key)
    if (running && !running.abort.signal.aborted) return this.join(running, signal)
    const flight = this.launch(key, start)
    return { kind: 'led', value: await this.ride(flight, signal, null) }
  }

  private launch(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const abort = new AbortController()
    const result = start(abort.signal).finally(() => {
      if (this.flights.get(key) === flight) this.flights.delete(key)
    })
    result.catch(() => undefined) // the riders hear of it; an abandoned flight must not crash the process
    const flight: Flight<T> = { result, abort, waiting: 0 }
    this.flights.set(key, flight)
    return flight
  }

  private async join(flight: Flight<T>, signal: AbortSignal): Promise<Flown<T>> {
    try {
      return { kind: 'joined', value: await this.ride(flight, signal, this.maxWaitMs) }
    } catch (error) {
      if (error === tooLong) return { kind: 'waited_too_long' }
      throw error
    }
  }

  private async ride(flight: Flight<T>, signal: AbortSignal, maxWaitMs: number | null): Promise<T> {
    flight.waiting++
    let stop = () => {}
    const leaving = new Promise<never>((_, reject) => {
      const onAbort = () => reject(signal.reason)
      const timer = maxWaitMs === null ? undefined : setTimeout(() => reject(tooLong), maxWaitMs)
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) onAbort()
      stop = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
      }
    })
    try {
      return await Promise.race([flight.result, leaving])
    } finally {
      stop()
      if (--flight.waiting === 0) flight.abort.abort()
    }
  }
}

const tooLong = Symbol('waited too long')
