/** How a query was turned into an intent key. `pass_through` is the exact text. */
export type NormalizerName = 'rules' | 'classifier' | 'memo' | 'pass_through'

/** Who may answer: approved answers and the model, approved answers only, or the model only. */
export type AllowedTier = 'any' | 'L0_CACHE' | 'L3_LLM'

export type L0Config = {
  /** The gateway's address, without `/v1`. Default: `L0_BASE_URL`, else `http://localhost:3000`. */
  baseURL?: string
  /** The gateway's key (`l0_…`, scope `lookup`). Default: `L0_API_KEY`. Sent to the gateway only. */
  apiKey?: string
  /**
   * `any` (default); `L0_CACHE`: an approved answer or a `NotFoundError`, the model is never asked, nor is
   * the vendor on a failure; `L3_LLM`: the model always answers, the gateway only keeps the books.
   */
  cacheTier?: AllowedTier
  /** Serve only answers whose key was found by one of these. Default: whatever the workspace uses. */
  normalizer?: 'any' | NormalizerName | readonly NormalizerName[]
  /** The scope of the answers. Default: the gateway's, which depends on the system prompt. */
  scope?: string
  /** Ask the vendor directly while the gateway is down. Default true. */
  fallback?: boolean
}

/** What the routing needs to know. Holds the gateway's key: never log it. */
export type Gateway = {
  /** Without a slash at its end. */
  baseURL: string
  apiKey: string
  /** `x-l0-*` headers of every request, unless the request has its own. */
  headers: Record<string, string>
  fallback: boolean
}

const cacheHeader: Record<AllowedTier, string | null> = { any: null, L0_CACHE: 'only', L3_LLM: 'off' }
const normalizers = new Set(['rules', 'classifier', 'memo', 'pass_through'])

/** Throws a `TypeError` that names the option, for a key that is missing, or is the vendor's. */
export function readL0Config(config: L0Config = {}): Gateway {
  const baseURL = (config.baseURL ?? readEnv('L0_BASE_URL') ?? 'http://localhost:3000').replace(/\/+$/, '')
  if (!URL.canParse(baseURL)) throw new TypeError(`l0Config.baseURL is not a URL: ${baseURL}`)
  const apiKey = config.apiKey ?? readEnv('L0_API_KEY')
  if (!apiKey)
    throw new TypeError('enableL0Cache needs the gateway’s key: set l0Config.apiKey or L0_API_KEY.')
  if (apiKey.startsWith('sk-ant-'))
    throw new TypeError('l0Config.apiKey is the vendor’s key. The gateway’s begins with "l0_".')
  return { baseURL, apiKey, headers: requestHeaders(config), fallback: config.fallback ?? true }
}

function requestHeaders({ cacheTier = 'any', normalizer = 'any', scope }: L0Config): Record<string, string> {
  const headers: Record<string, string> = {}
  if (!Object.hasOwn(cacheHeader, cacheTier))
    throw new TypeError(`l0Config.cacheTier is not a tier: ${String(cacheTier)}`)
  const mode = cacheHeader[cacheTier]
  if (mode) headers['x-l0-cache'] = mode
  const named = typeof normalizer === 'string' ? [normalizer] : normalizer
  if (!named.includes('any' as NormalizerName)) {
    const unknown = named.find((name) => !normalizers.has(name))
    if (unknown !== undefined || named.length === 0)
      throw new TypeError(`l0Config.normalizer is not a normalizer: ${unknown ?? '[]'}`)
    headers['x-l0-normalizer'] = named.join(',')
  }
  if (scope !== undefined) headers['x-l0-scope'] = scope
  return headers
}

function readEnv(name: string): string | undefined {
  return globalThis.process?.env?.[name]?.trim() || undefined
}
