import { circuitBreaker, CircuitState, CountBreaker, handleWhen, type CircuitBreakerPolicy } from 'cockatiel'
import { TransportError } from './transport'

export type BreakerSettings = { /** Calls before a breaker may open. */ failures: number; openMs: number }

/** The provider answered with a fault of its own. */
export class ProviderFault extends Error {
  constructor(readonly status: number) {
    super(`status ${status}`)
  }
}

type Breaker = { policy: CircuitBreakerPolicy; openedAtMs: number }

const maxBreakers = 500

/**
 * One breaker a (provider, model): faults in 40 % of the last calls (at least `failures` of them) open it, and after `openMs` a single request probes.
 * Rate limits and callers who leave are not faults.
 */
export class Breakers {
  private readonly made = new Map<string, Breaker>()

  constructor(private readonly settings: BreakerSettings) {}

  /** Seconds until it is worth asking again; 0 when the model may be asked. */
  waitSeconds(name: string): number {
    const breaker = this.made.get(name)
    if (!breaker || breaker.policy.state === CircuitState.Closed) return 0
    if (breaker.openedAtMs > Date.now() + 1_000) {
      this.made.delete(name) // the clock was set back, and would keep it open for as long as it jumped
      return 0
    }
    const leftMs = breaker.openedAtMs + this.settings.openMs - Date.now()
    if (leftMs <= 0 && breaker.policy.state === CircuitState.Open) return 0
    return Math.max(1, Math.ceil(leftMs / 1_000))
  }

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.breaker(name).policy.execute(work)
  }

  /** Counts a fault that showed only after the first byte. */
  fault(name: string, error: unknown): void {
    this.run(name, () => Promise.reject(error)).catch(() => undefined)
  }

  private breaker(name: string): Breaker {
    const known = this.made.get(name)
    if (known) return known
    if (this.made.size >= maxBreakers) this.made.clear() // names of models come from callers
    const { failures } = this.settings
    const policy = circuitBreaker(handleWhen(isFault), {
      // A stream that breaks off counts twice, first as a success: so well under half must suffice.
      breaker: new CountBreaker({ threshold: 0.4, size: 4 * failures, minimumNumberOfCalls: failures }),
      halfOpenAfter: this.settings.openMs,
    })
    const breaker: Breaker = { policy, openedAtMs: 0 }
    policy.onBreak(() => (breaker.openedAtMs = Date.now()))
    this.made.set(name, breaker)
    return breaker
  }
}

function isFault(error: Error): boolean {
  return error instanceof ProviderFault || (error instanceof TransportError && error.kind !== 'aborted')
}
