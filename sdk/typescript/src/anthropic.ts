import Official, { type ClientOptions as OfficialOptions } from '@anthropic-ai/sdk'
import { gatewayPath, hasCredential, makeGatewayFetch, unwrapFetch, type Fetch } from './gateway-fetch.js'
import { readL0Config, type L0Config } from './l0-config.js'
import { Messages } from './messages.js'

export type { AllowedTier, L0Config, NormalizerName } from './l0-config.js'
export { readL0, type CacheTier, type FallbackReason, type L0Info, type WithL0 } from './l0-info.js'
export type { L0Message, L0MessageStream, L0Stream } from './messages.js'

export type ClientOptions = OfficialOptions & {
  /** Ask the L0 Cache gateway first. Default false: exactly the official client. */
  enableL0Cache?: boolean | undefined
  l0Config?: L0Config | undefined
}

/**
 * The official client. `apiKey` and `baseURL` stay the vendor's; the gateway's are in `l0Config`. The
 * vendor's key never goes to the gateway, the gateway's never to the vendor.
 *
 * Throws a `TypeError` for keys in each other's place and for a `baseURL` that is the gateway's.
 */
export class Anthropic extends Official {
  override messages: Messages
  readonly #enabled: boolean
  /** Requests without a credential for the vendor, and what the official client says to that. */
  readonly #withoutCredential = new WeakMap<Headers, unknown>()

  constructor(options: ClientOptions = {}) {
    const { enableL0Cache = false } = options
    const fetch = unwrapFetch(options.fetch as Fetch | undefined)
    const gateway = enableL0Cache ? readL0Config(options.l0Config) : null
    // The two options of ours go along, so that `withOptions()` gives them to its copy.
    super({
      ...options,
      fetch: (gateway ? makeGatewayFetch(gateway, fetch) : fetch) as OfficialOptions['fetch'],
    })
    if (gateway) {
      if (this.apiKey?.startsWith('l0_') || this.authToken?.startsWith('l0_'))
        throw new TypeError('apiKey is the vendor’s key; the gateway’s ("l0_…") is l0Config.apiKey.')
      if (new URL(this.baseURL).origin === new URL(gateway.baseURL).origin)
        throw new TypeError('baseURL is the vendor’s; the gateway’s is l0Config.baseURL. They must differ.')
    }
    this.#enabled = gateway !== null
    this.messages = new Messages(this, this.#enabled)
  }

  override withOptions(options: Partial<ClientOptions>): this {
    return super.withOptions(options)
  }

  /** The gateway needs no credential of the vendor's; only a request that goes to the vendor does. */
  protected override validateHeaders(headers: Parameters<Official['validateHeaders']>[0]): void {
    try {
      super.validateHeaders(headers)
    } catch (error) {
      if (!this.#enabled) throw error
      this.#withoutCredential.set(headers.values, error)
    }
  }

  override async buildRequest(
    ...request: Parameters<Official['buildRequest']>
  ): ReturnType<Official['buildRequest']> {
    const built = await super.buildRequest(...request)
    const headers = built.req.headers
    if (this.#withoutCredential.has(headers) && !hasCredential(headers))
      if (gatewayPath(built.req.method, built.url) === null) throw this.#withoutCredential.get(headers)
    return built
  }
}

export default Anthropic
