import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { guardedLookup } from './guarded-lookup'
import { parseRanges } from './public-address'

type Found = { address: string; family: number }[]

/** As `net.connect` asks, for all addresses of a name. */
function addressesOf(name: string, allowed: string): Promise<Found> {
  const lookup = guardedLookup(parseRanges(allowed)) as unknown as (
    name: string,
    options: { all: true },
    done: (error: Error | null, found: Found) => void,
  ) => void
  return promisify(lookup)(name, { all: true })
}

describe('guardedLookup', () => {
  it('a name that leads inside is not connected to', async () => {
    await expect(addressesOf('localhost', '')).rejects.toThrow(
      'localhost is not at an address that may be called.',
    )
  })
  it('is, where an operator allowed every network it leads to', async () => {
    const found = await addressesOf('localhost', '127.0.0.0/8,::1/128')
    expect(found.length).toBeGreaterThan(0)
  })
})
