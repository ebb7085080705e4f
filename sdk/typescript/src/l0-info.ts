import type { NormalizerName } from './l0-config.js'

/** `L0_CACHE`: an answer a person approved. `L3_LLM`: the model's. */
export type CacheTier = 'L0_CACHE' | 'L3_LLM'

/** Why the vendor was asked directly: no connection, or a status of a gateway that could not work. */
export type FallbackReason = 'unreachable' | 'status_502' | 'status_503' | 'status_504'

/** What the gateway said about a response, in its `x-l0-*` headers. */
export type L0Info = {
  /** `vendor`: the gateway had no part in it. */
  source: 'gateway' | 'vendor'
  cache: 'hit' | 'miss' | 'bypass'
  /** Null when neither answered: the workspace's own words for when every model is out. */
  cacheTier: CacheTier | null
  /** US dollars. Null when not known yet as the headers left: the model's streams, and the vendor's replies. */
  cost: number | null
  key: string | null
  entry: { id: string; version: number } | null
  scope: string | null
  /** Why it is not a hit. */
  reason: string | null
  /** Of a hit: what `POST /api/v1/hits/{hit_id}/report` wants. */
  hitId: string | null
  /** Of a hit: what found its key. */
  normalizer: NormalizerName | null
  /** Null unless the vendor was asked because the gateway was down. */
  fallback: FallbackReason | null
}

/** What a response of this client carries beside the vendor's fields. All null without `enableL0Cache`. */
export type WithL0 = { cacheTier: CacheTier | null; cost: number | null; l0: L0Info | null }

const fallbacks = new WeakMap<Response, FallbackReason>()

/** Remembers that this response is the vendor's own, and why. */
export function markFallback(response: Response, reason: FallbackReason): Response {
  fallbacks.set(response, reason)
  return response
}

/** Reads a `Response`, e.g. of `.withResponse()`, `.asResponse()` or `client.beta.messages`. */
export function readL0(response: Response): L0Info {
  const header = (name: string) => response.headers.get(`x-l0-${name}`)
  const cache = header('cache')
  const fromGateway = cache === 'hit' || cache === 'miss' || cache === 'bypass'
  return {
    source: fromGateway ? 'gateway' : 'vendor',
    cache: fromGateway ? cache : 'bypass',
    cacheTier: fromGateway ? readTier(header('cache-tier')) : 'L3_LLM',
    cost: readNumber(header('cost-usd')),
    key: header('key'),
    entry: readEntry(header('entry')),
    scope: header('scope'),
    reason: header('reason'),
    hitId: header('hit-id'),
    normalizer: header('normalizer') as NormalizerName | null,
    fallback: fallbacks.get(response) ?? null,
  }
}

/** Adds the three properties. They are plain ones: they show in logs and survive a spread. */
export function withL0<T extends object>(value: T, response: Response | null): T & WithL0 {
  const l0 = response ? readL0(response) : null
  return Object.assign(value, { cacheTier: l0?.cacheTier ?? null, cost: l0?.cost ?? null, l0 })
}

function readTier(value: string | null): CacheTier | null {
  return value === 'L0_CACHE' || value === 'L3_LLM' ? value : null
}

function readNumber(value: string | null): number | null {
  const number = value === null || value === '' ? NaN : Number(value)
  return Number.isFinite(number) ? number : null
}

function readEntry(value: string | null): L0Info['entry'] {
  const [, id, version] = /^(.+)@(\d+)$/.exec(value ?? '') ?? []
  return id === undefined ? null : { id, version: Number(version) }
}
