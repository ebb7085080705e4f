import ipaddr from 'ipaddr.js'

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/**
 * Who is calling: the peer, unless the peer is a proxy we were told to trust; then the nearest
 * address in `x-forwarded-for` that is not such a proxy. Anybody can send that header.
 */
export function remoteAddress(peer: string, forwardedFor: string | undefined, trusted: Range[]): string {
  let address = plain(peer)
  if (trusted.length === 0 || !forwardedFor) return address
  const hops = forwardedFor
    .split(',')
    .map((hop) => hop.trim())
    .reverse()
  for (const hop of hops) {
    if (!isTrusted(address, trusted) || !ipaddr.isValid(hop)) return address
    address = plain(hop)
  }
  return address
}

export function parseCidrs(text: string): Range[] {
  return text
    .split(',')
    .map((cidr) => cidr.trim())
    .filter(Boolean)
    .map((cidr) => ipaddr.parseCIDR(cidr) as Range)
}

function isTrusted(address: string, trusted: Range[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  return trusted.some(
    ([range, bits]) => range.kind() === parsed.kind() && parsed.match([range, bits] as never),
  )
}

/** IPv4 in IPv6's clothes (`::ffff:127.0.0.1`) is IPv4. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address
}
