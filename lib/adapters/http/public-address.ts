import ipaddr from 'ipaddr.js'

/** Address ranges that are not the public internet but may be called all the same, as CIDR blocks. */
export type AllowedRanges = readonly [ipaddr.IPv4 | ipaddr.IPv6, number][]

export function parseRanges(text: string): AllowedRanges {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => ipaddr.parseCIDR(part))
}

/** Where clouds hand out credentials: never, whatever is allowed. */
const metadata = new Set(['169.254.169.254', '169.254.170.2', 'fd00:ec2::254', '100.100.100.200'])

/**
 * True for an address of the public internet. Private, loopback, link-local, shared, multicast, reserved and
 * translated ranges (IANA special-purpose registries) are refused, also when written as IPv4-mapped IPv6.
 */
export function isCallable(address: string, allowed: AllowedRanges = []): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (metadata.has(parsed.toString())) return false
  if (parsed.range() === 'unicast') return true
  return allowed.some(([range, bits]) => parsed.kind() === range.kind() && parsed.match(range, bits))
}
