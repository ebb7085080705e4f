import net from 'node:net'
import tls from 'node:tls'
import { AbstractConnector } from 'ioredis'
import { guardedLookup } from '../http/guarded-lookup'
import { isCallable, type AllowedRanges } from '../http/public-address'

type Target = { host: string; port: number; tls?: object; disconnectTimeout: number }

/**
 * Connects ioredis to an address that a customer chose, without becoming their way into this network: each connection,
 * reconnections included, goes to an address that was checked as it was looked up.
 */
export function guardedConnector(allowed: AllowedRanges) {
  const lookup = guardedLookup(allowed)
  return class extends AbstractConnector {
    private readonly target: Target

    constructor(options: unknown) {
      super((options as Target).disconnectTimeout)
      this.target = options as Target
    }

    async connect(): Promise<net.Socket | tls.TLSSocket> {
      this.connecting = true
      const { host, port } = this.target
      if (net.isIP(host) && !isCallable(host, allowed))
        throw new Error(`${host} is not an address that may be called.`)
      const stream = this.target.tls
        ? tls.connect({ host, port, lookup, ...(net.isIP(host) ? {} : { servername: host }) })
        : net.connect({ host, port, lookup })
      this.stream = stream
      stream.once('error', (error) => (this.firstError = error))
      return stream
    }
  }
}
