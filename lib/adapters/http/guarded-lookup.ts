import dns from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isCallable, type AllowedRanges } from './public-address'

/**
 * Name resolution for connections to places a customer chose: a name of which any address must not be called
 * fails, and what was checked is what is connected to. Addresses written as such never get here: `requireUrl`
 * looks at them.
 */
export function guardedLookup(allowed: AllowedRanges): LookupFunction {
  return (hostname, options, done) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0)
      const [first] = addresses
      const refused = addresses.some(({ address }) => !isCallable(address, allowed))
      if (!first || refused) {
        const refusal = new Error(`${hostname} is not at an address that may be called.`)
        return done(Object.assign(refusal, { code: 'EACCES' }), '', 0)
      }
      if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
}
