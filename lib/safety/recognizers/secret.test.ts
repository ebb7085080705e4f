import { describe, expect, test } from 'vitest'
import { findSecrets } from './secret'

const certain = (text: string) => findSecrets(text).filter(({ kind }) => kind.certain)
/** Put together here, so that no scanner takes this file for a leak. */
const join = (...parts: string[]) => parts.join('')

describe('findSecrets', () => {
  test.each([
    join('AKIA', 'IOSFODNN7EXAMPLE'),
    join('ghp', '_', 'a1'.repeat(18)),
    join('github', '_pat_', 'a1'.repeat(20)),
    join('xoxb', '-123456789012-', 'a1'.repeat(12)),
    join('sk-ant', '-api03-', 'a1'.repeat(40)),
    join('sk-', 'proj-', 'a1'.repeat(24)),
    join('l0', '_', 'a1'.repeat(24)),
    join('-----BEGIN ', 'RSA PRIVATE KEY-----\nabc'),
    join('https://bob', ':s3cret@host.com/x'),
    join('postgres://app', ':pw@db:5432/x'),
    join('sk', '_live_', 'a1'.repeat(12)),
    join('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0In0', '.', 'a1'.repeat(20)),
  ])('%s is a credential', (secret) => {
    const text = `use ${secret} now`
    const [found] = certain(text)
    expect(found).toBeDefined()
    expect(found!.start).toBe(4)
  })

  test.each([
    'Passwords need at least 12 characters and 1 number.',
    'Your PIN is never asked for.',
    'The password is case-sensitive.',
    'sk-this-is-a-product-name-without-digits',
    'Key features: 5 of them',
    'https://acme.com:443/x',
    'l0_cache',
    'the secret is patience',
  ])('"%s" is not', (text) => {
    expect(findSecrets(text)).toEqual([])
  })
})
