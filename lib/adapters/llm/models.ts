import { isL0Error, L0Error } from '@/lib/kernel/errors'
import type { ModelCall, ModelReply, Models, Wire } from '@/lib/gateway/ports'
import { Breakers, ProviderFault, type BreakerSettings } from './breakers'
import { headersFor, replyHeaders, urlOf, type Provider } from './provider'
import { isRetryable, retryWaitMs, type RetryPolicy } from './retry-policy'
import { routesFor, type Fallback, type Route } from './routes'
import { send, TransportError, type Agents, type Deadlines, type Incoming } from './transport'

export type ModelsSettings = {
  providers: Provider[]
  /** Asked in this order when the first choice is out. */
  fallbacks: Fallback[]
  /** Providers are second choices for one another, in their order: a workspace's own. */
  chain?: boolean
  agents?: Agents
  deadlines: Deadlines
  retry: RetryPolicy
  breaker: BreakerSettings
  /** Calls under way at once: all of the environment's models together, each of a workspace's own apart. */
  concurrency: number
  random(): number
  onOutcome(outcome: { provider: string; outcome: string; ms: number }): void
}

type Attempt = { reply: ModelReply; last: boolean } | { error: unknown }

/** Asks models over HTTP: deadlines, retries before the first byte, a breaker by model, a fallback chain. */
export function makeModels(settings: ModelsSettings): Models {
  const asker = new ModelAsker(settings)
  return { call: (call) => asker.call(call) }
}

class ModelAsker {
  private readonly breakers: Breakers
  private readonly running = new Map<string, number>()

  constructor(private readonly settings: ModelsSettings) {
    this.breakers = new Breakers(settings.breaker)
  }

  async call(call: ModelCall): Promise<ModelReply> {
    const routes = routesFor(this.settings, call)
    if (routes.length === 0) throw noRoute(call, this.settings.providers.length)
    let firstReply: ModelReply | null = null
    let failure: unknown = null
    let waitSeconds = 0
    for (const [index, route] of routes.entries()) {
      const wait = this.breakers.waitSeconds(nameOf(route))
      if (wait > 0) {
        waitSeconds = waitSeconds === 0 ? wait : Math.min(waitSeconds, wait)
        continue
      }
      const attempt = await this.tryRoute(route, call, index === routes.length - 1 && firstReply === null)
      if ('error' in attempt) failure ??= attempt.error
      else if (attempt.last) return attempt.reply
      else firstReply ??= attempt.reply
    }
    if (firstReply) return firstReply
    throw allOut(failure, waitSeconds)
  }

  /** `last`: this is the answer. Otherwise another route may do better; its body is buffered already. */
  private async tryRoute(route: Route, call: ModelCall, isOnly: boolean): Promise<Attempt> {
    for (let attempt = 1; ; attempt++) {
      let incoming: Incoming
      try {
        incoming = await this.attempt(route, call)
      } catch (error) {
        if (call.signal.aborted) throw error
        if (isL0Error(error)) {
          if (route.provider.id) return { error } // the next in the chain may have room
          throw error
        }
        const wait = retriesTransport(error)
          ? retryWaitMs(this.settings.retry, attempt, {}, this.settings.random())
          : null
        if (wait === null || this.breakers.waitSeconds(nameOf(route)) > 0) return { error }
        await sleep(wait, call.signal)
        continue
      }
      if (incoming.status < 400 || !isRetryable(incoming.status, incoming.headers))
        return { reply: await this.asReply(route, incoming, call), last: true }
      const wait = retryWaitMs(this.settings.retry, attempt, incoming.headers, this.settings.random())
      if (wait === null || this.breakers.waitSeconds(nameOf(route)) > 0) {
        const reply = await this.asReply(route, incoming, call)
        return { reply: isOnly ? reply : await buffered(reply), last: isOnly }
      }
      await drain(incoming)
      await sleep(wait, call.signal)
    }
  }

  private async attempt(route: Route, call: ModelCall): Promise<Incoming> {
    const { provider } = route
    const pool = provider.id ?? ''
    const running = this.running.get(pool) ?? 0
    if (running >= this.settings.concurrency)
      throw new L0Error('overloaded', 'Too many model calls are under way.', { retryAfterSeconds: 1 })
    const url = urlOf(provider, call.operation, route.model, provider.wire === call.wire ? call.search : '')
    if (!url) throw noRoute(call, 1)
    const startedMs = performance.now()
    const done = (outcome: string) =>
      this.settings.onOutcome({ provider: provider.name, outcome, ms: performance.now() - startedMs })
    this.running.set(pool, running + 1)
    try {
      const incoming = await this.guarded(route, () =>
        send(
          {
            method: route.body ? 'POST' : 'GET',
            url,
            headers: headersFor(
              provider,
              provider.wire === call.wire ? call.headers : {},
              route.body !== null,
            ),
            body: route.body,
            signal: call.signal,
            deadlines: this.settings.deadlines,
            ...(this.settings.agents ? { agents: this.settings.agents } : {}),
          },
          () => this.running.set(pool, this.running.get(pool)! - 1),
        ),
      )
      done(String(incoming.status))
      return incoming
    } catch (error) {
      done(error instanceof TransportError ? error.kind : 'error')
      throw error
    }
  }

  /** A fault counts against the breaker, but its reply is still the caller's to see. */
  private async guarded(route: Route, work: () => Promise<Incoming>): Promise<Incoming> {
    let faulty: Incoming | null = null
    try {
      return await this.breakers.run(nameOf(route), async () => {
        const incoming = await work()
        if (incoming.status < 500) return incoming
        faulty = incoming
        throw new ProviderFault(incoming.status)
      })
    } catch (error) {
      if (faulty) return faulty
      throw error
    }
  }

  private async asReply(route: Route, incoming: Incoming, call: ModelCall): Promise<ModelReply> {
    const body = this.watched(route, incoming.body, call.signal)
    const reply = {
      provider: route.provider.name,
      status: incoming.status,
      headers: replyHeaders(incoming.headers),
      body,
    }
    return route.translate ? route.translate(reply) : reply
  }

  /** A reply that breaks off counts against the breaker as well. */
  private async *watched(
    route: Route,
    body: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    try {
      yield* body
    } catch (error) {
      if (signal.aborted) throw error
      this.breakers.fault(nameOf(route), error)
      const timedOut = error instanceof TransportError && error.kind === 'timeout'
      throw new L0Error(
        timedOut ? 'timeout' : 'upstream_error',
        'The model broke off in the middle of its reply.',
        {
          cause: error,
        },
      )
    }
  }
}

function nameOf(route: Route): string {
  return `${route.provider.id ?? route.provider.name}:${route.model}`
}

/** No first byte came. Not after a timeout: the caller has waited long enough, and the model may still be at it. */
function retriesTransport(error: unknown): boolean {
  return error instanceof TransportError && (error.kind === 'connect' || error.kind === 'cut')
}

function noRoute(call: ModelCall, providers: number): L0Error {
  if (providers === 0)
    return new L0Error('unavailable', 'No model is configured here: approved answers are all there is.')
  const vendor: Record<Wire, string> = { anthropic: 'Anthropic', openai: 'OpenAI-compatible' }
  const why = 'and it holds more than plain text, which is all that can be translated'
  return new L0Error('invalid_input', `No ${vendor[call.wire]} model is configured for this request, ${why}.`)
}

function allOut(failure: unknown, waitSeconds: number): L0Error {
  if (isL0Error(failure)) return failure
  if (failure instanceof TransportError && failure.kind === 'timeout')
    return new L0Error('timeout', `The model did not answer in time: ${failure.message}.`, { cause: failure })
  return new L0Error('overloaded', 'No model can be reached at the moment.', {
    retryAfterSeconds: Math.max(1, waitSeconds),
    cause: failure,
  })
}

async function drain(incoming: Incoming): Promise<void> {
  for await (const _ of incoming.body) void _
}

async function buffered(reply: ModelReply): Promise<ModelReply> {
  const chunks: Uint8Array[] = []
  for await (const chunk of reply.body) chunks.push(chunk)
  return {
    ...reply,
    body: (async function* () {
      yield* chunks
    })(),
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolve()
    }
    const timer = setTimeout(stop, ms)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
}
