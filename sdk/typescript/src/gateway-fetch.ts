import { markFallback, type FallbackReason } from './l0-info.js'
import type { Gateway } from './l0-config.js'

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** What the gateway speaks. Everything else of the vendor's API (batches, files, …) goes to the vendor. */
const routes: Record<string, RegExp> = {
  POST: /\/v1\/messages(\/count_tokens)?$/,
  GET: /\/v1\/models(\/[^/]+)?$/,
}

/** Never leave for the gateway: they are the vendor's, or somebody else's. */
const credentials = ['x-api-key', 'authorization', 'proxy-authorization', 'cookie']

const wrapped = new WeakMap<Fetch, Fetch>()

/** The `fetch` under one of ours, so that a client copied with other options is not routed twice. */
export function unwrapFetch(fetch: Fetch | undefined): Fetch | undefined {
  return fetch && (wrapped.get(fetch) ?? fetch)
}

/** The path below the gateway's base URL, or null when the request is not the gateway's. */
export function gatewayPath(method: string | undefined, url: string): string | null {
  const { pathname, search } = new URL(url)
  const path = routes[(method ?? 'GET').toUpperCase()]?.exec(pathname)?.[0]
  return path === undefined ? null : path + search
}

export function hasCredential(headers: Headers): boolean {
  return headers.has('x-api-key') || headers.has('authorization')
}

/**
 * A `fetch` for the official client, which stays a client of the vendor with the vendor's key. Requests
 * the gateway can answer are sent to it, with its key in place of the vendor's. When the gateway is down,
 * the request goes to the vendor as the client built it. Once headers have come, there is no way back.
 */
export function makeGatewayFetch(gateway: Gateway, given: Fetch | undefined): Fetch {
  const fetch: Fetch = given ?? ((input, init) => globalThis.fetch(input, init))
  const routed: Fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const headers = new Headers(init.headers)
    const vendor = { ...init, headers: vendorHeaders(headers) }
    const path = gatewayPath(init.method, url)
    // A body that can be read once cannot be sent twice.
    const replayable = init.body === undefined || init.body === null || typeof init.body === 'string'
    if (path === null || input instanceof Request || !replayable) return fetch(input, vendor)

    const toGateway = { ...init, headers: gatewayHeaders(gateway, headers) }
    const mayFallBack =
      gateway.fallback && hasCredential(headers) && toGateway.headers.get('x-l0-cache') !== 'only'
    let reason: FallbackReason
    try {
      const response = await fetch(gateway.baseURL + path, toGateway)
      const down = mayFallBack ? statusOfDownGateway(response) : null
      if (down === null) return response
      await response.body?.cancel()
      reason = down
    } catch (error) {
      // The caller's own abort, or its timeout, is no news about the gateway.
      if (!mayFallBack || init.signal?.aborted) throw error
      reason = 'unreachable'
    }
    return markFallback(await fetch(url, vendor), reason)
  }
  wrapped.set(routed, fetch)
  return routed
}

/**
 * A gateway that works says `x-l0-cache` with whatever it answers, also with an error it passes on from
 * the model. Without it, the status is a proxy's before it, or its own before it could do anything.
 */
function statusOfDownGateway(response: Response): FallbackReason | null {
  if (response.headers.has('x-l0-cache')) return null
  const { status } = response
  return status === 502 || status === 503 || status === 504 ? `status_${status}` : null
}

function gatewayHeaders(gateway: Gateway, headers: Headers): Headers {
  const out = new Headers(headers)
  for (const name of credentials) out.delete(name)
  out.set('authorization', `Bearer ${gateway.apiKey}`)
  for (const [name, value] of Object.entries(gateway.headers)) if (!out.has(name)) out.set(name, value)
  return out
}

function vendorHeaders(headers: Headers): Headers {
  const out = new Headers(headers)
  for (const name of headers.keys()) if (name.startsWith('x-l0-')) out.delete(name)
  return out
}
