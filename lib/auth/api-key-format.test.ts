import { describe, expect, test } from 'vitest'
import { apiKeyHash, apiKeyPrefix, findApiKeys, looksLikeApiKey, newApiKey } from './api-key-format'

describe('API key format', () => {
  test('a new key has its shape, its prefix and 256 random bits', () => {
    const { key, prefix, hash } = newApiKey()
    expect(key).toMatch(/^l0_[0-9a-z]{10}_[0-9A-Za-z]{49}$/)
    expect(apiKeyPrefix(key)).toBe(prefix)
    expect(apiKeyHash(key)).toBe(hash)
    expect(new Set(Array.from({ length: 500 }, () => newApiKey().key)).size).toBe(500)
  })

  test('changing any one character breaks the checksum', () => {
    const { key } = newApiKey()
    for (let i = 0; i < key.length; i++) {
      const changed = key.slice(0, i) + (key[i] === '7' ? '8' : '7') + key.slice(i + 1)
      expect(apiKeyPrefix(changed)).toBeNull()
    }
  })

  test('a leaked key is found in a text, and where; a look-alike is not', () => {
    const { key } = newApiKey()
    const text = `Use "${key}", or ask.`
    expect(looksLikeApiKey(text)).toBe(true)
    expect(findApiKeys(text).map(({ start, end }) => text.slice(start, end))).toEqual([key])
    expect(looksLikeApiKey(`l0_${'0'.repeat(10)}_${'A'.repeat(49)}`)).toBe(false)
    expect(looksLikeApiKey('ask for an l0_… key')).toBe(false)
  })
})
