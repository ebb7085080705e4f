import { describe, expect, it } from 'vitest'
import { makeSecrets } from './secrets'

const old = 'the older master secret, thirty-two characters'
const now = 'the newer master secret, thirty-two characters'

describe('secrets', () => {
  it('open what they sealed, and differ each time', () => {
    const secrets = makeSecrets(now)
    expect(secrets.open(secrets.seal('totp'))).toBe('totp')
    expect(secrets.seal('totp')).not.toBe(secrets.seal('totp'))
  })
  it('still open what an older master sealed, and seal with the newer', () => {
    const sealed = makeSecrets(old).seal('x')
    const rotated = makeSecrets(now, [old])
    expect(rotated.open(sealed)).toBe('x')
    expect(rotated.seal('x').split('.')[0]).toBe(makeSecrets(now).current('at-rest').id)
  })
  it('refuse what was changed or sealed elsewhere', () => {
    const secrets = makeSecrets(now)
    const sealed = secrets.seal('x')
    expect(() => secrets.open(sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA'))).toThrow()
    expect(() => secrets.open(makeSecrets(old).seal('x'))).toThrow('master secret')
  })
  it('never use one key for two purposes', () => {
    const secrets = makeSecrets(now)
    const keys = (['hot-store', 'hot-store-seal', 'session', 'at-rest', 'hit-id', 'webhook'] as const).map(
      (purpose) => secrets.current(purpose).key.toString('hex'),
    )
    expect(new Set(keys).size).toBe(keys.length)
  })
})
