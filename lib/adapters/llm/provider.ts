import type { ModelOperation, Wire } from '@/lib/gateway/ports'

/** One place that answers model calls. */
export type Provider = {
  name: string
  wire: Wire
  /** Anthropic's without `/v1`, OpenAI's with it, as their own clients have it. */
  baseUrl: string
  apiKey: string
  /** A workspace's own has a breaker and a share of concurrency to itself. */
  id?: string
  /** Asked where the caller's choice does not exist; with `pinned`, whatever the caller named. */
  model?: string
  pinned?: boolean
}

const anthropicVersion = '2023-06-01'

const paths: Record<Wire, Record<ModelOperation, string | null>> = {
  anthropic: {
    generate: '/v1/messages',
    count_tokens: '/v1/messages/count_tokens',
    list_models: '/v1/models',
    get_model: '/v1/models/',
  },
  openai: {
    generate: '/chat/completions',
    count_tokens: null,
    list_models: '/models',
    get_model: '/models/',
  },
}

/** Where an operation lives at a provider; null when it has none. */
export function urlOf(
  provider: Provider,
  operation: ModelOperation,
  model: string,
  search: string,
): URL | null {
  const path = paths[provider.wire][operation]
  if (path === null) return null
  const named = operation === 'get_model' ? path + encodeURIComponent(model) : path
  return new URL(provider.baseUrl.replace(/\/+$/, '') + named + search)
}

/** Our own credentials: what the caller sent as a key was a key to this gateway, never to the model. */
export function headersFor(
  provider: Provider,
  passed: Record<string, string>,
  hasBody: boolean,
): Record<string, string> {
  const headers: Record<string, string> = { ...passed, 'user-agent': 'l0-cache' }
  if (hasBody) headers['content-type'] = 'application/json'
  if (provider.wire === 'openai') return { ...headers, authorization: `Bearer ${provider.apiKey}` }
  return { 'anthropic-version': anthropicVersion, ...headers, 'x-api-key': provider.apiKey }
}

const passedBack =
  /^(?:content-type|request-id|retry-after|retry-after-ms|x-should-retry|anthropic-ratelimit-.*|x-ratelimit-.*|openai-processing-ms|openai-version|openai-model)$/

/** What of a provider's headers is for the caller to see. */
export function replyHeaders(headers: Record<string, string>): Record<string, string> {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => passedBack.test(name)))
  const id = headers['request-id'] ?? headers['x-request-id']
  return id ? { ...kept, 'request-id': id } : kept
}
