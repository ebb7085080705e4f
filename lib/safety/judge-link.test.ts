import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAllowedEmail, isAllowedHost, isAllowedPhone } from './allowlists'
import { links } from './detectors/links'
import { SafetyPolicy } from './schema'

const policy = SafetyPolicy.parse({
  allowed_domains: ['acme.com', 'https://shop.example.org/', 'github.io', 'dev.acme.net:8443', '*.wild.com'],
  allowed_emails: ['help@acme.com', '@acme.org'],
  allowed_phones: ['+1 800 555 0199', '+44 20 7946 0958'],
})
const blocked = (text: string) =>
  links.detect(text, { policy, slots: [] }).some(({ severity }) => severity === 'block')

describe('links', () => {
  test.each([
    'https://evil.com',
    'http://evil.com',
    'evil.com',
    'EVIL.COM/x',
    'www.evil.com',
    '//evil.com/x',
    'https:evil.com',
    'https:/evil.com',
    'https:\\\\evil.com',
    'https:///evil.com',
    'https://acme.com@evil.com/x',
    'https://acme.com:443@evil.com',
    'https://acme.com\\@evil.com',
    'https://acme.com.evil.com',
    'https://acme.com%2eevil.com',
    'https://notacme.com',
    'https://acme.com-evil.com',
    'https://acme.com./x',
    'https://acme.com:8080/',
    'https://1.1.1.1/',
    'https://0x01010101/',
    'http://16843009/',
    'https://[::1]/',
    '1.1.1.1:80/x',
    'https://xn--acme-xyz.acme.com/',
    'https://аcme.com',
    'https://ａcme.com',
    'https://acme。com.evil.com',
    'hxxps://acme.com',
    'evil[.]com',
    'evil (dot) com',
    'evil dot com',
    'ftp://acme.com/x',
    'file:///etc/passwd',
    'mailto:x@evil.com',
    'mailto:help@acme.com?cc=x@evil.com',
    'tel:+19005550123',
    'intent://x#Intent;end',
    '[acme.com](https://evil.com)',
    '[acme.com](https://shop.example.org)',
    '[x](evil.com)',
    '[x](//evil.com)',
    '[x]: https://evil.com',
    'https://acme.com/?u=https://evil.com',
    'https://acme.com/?u=%2F%2Fevil.com',
    'https://acme.com/#@evil.com',
    'https://{{host}}/x',
    'https://acme.com{{x}}',
    'https://evil.github.io',
    'https://dev.acme.net/',
    'https://acme.com"evil',
    'see https://acme.com`.evil.com',
    'https&#58;//evil.com',
    'evil&#46;com',
    'https://user@acme.com/',
    'wss://evil.com',
    'https://acme.com\t.evil.com/x'.replace('\t', '%09'),
  ])('%s is refused', (text) => {
    expect(blocked(text)).toBe(true)
    expect(blocked(`To go on, see ${text} today.`)).toBe(true)
  })

  test.each([
    'https://acme.com',
    'https://acme.com/',
    'https://ACME.com/Orders.',
    'https://help.acme.com/a?b=c&d=e#f',
    '(https://acme.com/a_(b))',
    'acme.com/help',
    'www.acme.com',
    '“https://acme.com/x”.',
    '"https://acme.com"',
    '[help](https://acme.com/x)',
    '[acme.com](https://www.acme.com/)',
    'https://acme.com/o/{{order_id}}/x',
    'mailto:help@acme.com?subject=Hi',
    'tel:+1-800-555-0199',
    'https://dev.acme.net:8443/x',
    'https://a.wild.com',
    'https://shop.example.org',
    'https://github.io',
    'e.g. this',
    'at 9 a.m. or 5 p.m.',
    'v1.2.3',
    '3.14',
    'U.S. and U.K.',
    'no links and/or schemes: none',
    'Note: this',
    'https://acme.com/@team/page',
    'https://acme.com/search?q=a@b',
  ])('%s may stand', (text) => {
    expect(blocked(text)).toBe(false)
  })

  test('a missing space between sentences is a warning, not a block', () => {
    const findings = links.detect('Open your order.You can cancel it.', { policy, slots: [] })
    expect(findings.map(({ severity }) => severity)).toEqual(['warn'])
  })

  test('whatever stands in front of the real host, an unlisted one is refused', () => {
    const label = fc.stringMatching(/^[a-z0-9]{1,12}$/)
    const decoy = fc.constantFrom(
      'acme.com@',
      'acme.com:x@',
      'acme.com.',
      'acme.com%40',
      'acme.com-',
      'user:acme.com@',
      'acme.com\\',
      '',
    )
    fc.assert(
      fc.property(
        decoy,
        label,
        fc.constantFrom('com', 'net', 'co.uk', 'xyz'),
        fc.constantFrom('', '/', '/acme.com', '?acme.com', '#acme.com'),
        (front, name, top, tail) => {
          fc.pre(`${name}.${top}` !== 'acme.com')
          expect(blocked(`https://${front}${name}.${top}${tail}`)).toBe(true)
        },
      ),
      { numRuns: 1_000 },
    )
  }, 60_000)
})

describe('allowlists', () => {
  test('a listed number passes in its other notations and no other number does', () => {
    for (const value of [
      '+1 800 555 0199',
      '1-800-555-0199',
      '(800) 555-0199',
      '800.555.0199 x12',
      '020 7946 0958',
      '0044 20 7946 0958',
    ]) {
      expect(isAllowedPhone(value, policy), value).toBe(true)
    }
    for (const value of ['+44 800 555 0199', '555-0199', '+1 800 555 0198', '900 800 555 0199', '0199']) {
      expect(isAllowedPhone(value, policy), value).toBe(false)
    }
  })

  test('a listed domain for mail does not include its sub-domains', () => {
    expect(isAllowedEmail('Anyone@ACME.org', policy)).toBe(true)
    expect(isAllowedEmail('x@sub.acme.org', policy)).toBe(false)
    expect(isAllowedEmail('x@evilacme.org', policy)).toBe(false)
  })

  test('a public suffix on the list allows itself only', () => {
    expect(isAllowedHost('evil.github.io', '', policy)).toBe(false)
    expect(
      isAllowedHost('evil.com', '', SafetyPolicy.parse({ allowed_domains: ['com', '', '*', '.'] })),
    ).toBe(false)
  })
})
