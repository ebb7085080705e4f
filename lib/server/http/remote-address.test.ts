import { describe, expect, it } from 'vitest'
import { parseCidrs, remoteAddress } from './remote-address'

describe('the caller’s address', () => {
  it('is the peer when no proxy is trusted, whatever the header says', () => {
    expect(remoteAddress('203.0.113.9', '1.2.3.4', [])).toBe('203.0.113.9')
    expect(remoteAddress('203.0.113.9', '1.2.3.4', parseCidrs('10.0.0.0/8'))).toBe('203.0.113.9')
  })
  it('is the nearest hop that is no trusted proxy', () => {
    const trusted = parseCidrs('10.0.0.0/8, 192.168.0.0/16')
    expect(remoteAddress('10.0.0.1', '6.6.6.6, 198.51.100.7, 192.168.1.1', trusted)).toBe('198.51.100.7')
  })
  it('stops at what is no address', () => {
    expect(remoteAddress('10.0.0.1', 'nonsense', parseCidrs('10.0.0.0/8'))).toBe('10.0.0.1')
  })
  it('reads IPv4 in IPv6 clothes as IPv4', () => {
    expect(remoteAddress('::ffff:203.0.113.9', undefined, [])).toBe('203.0.113.9')
  })
})
