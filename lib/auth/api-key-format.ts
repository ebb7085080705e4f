import { createHash, randomBytes } from 'node:crypto'
import { sha256Hex } from '@/lib/kernel/hash'

/*
 * l0_<prefix>_<secret><checksum>
 *
 * prefix    10 of Crockford's base 32: names the key in lists and logs; not secret
 * secret    43 of base 62: 256 bits
 * checksum   6 of base 62: the first 32 bits of SHA-256 of all before it. A mistyped or invented key
 *            is refused without a look-up, and a scanner knows a leaked key from a look-alike.
 */
const prefixLength = 10
const secretLength = 43
const checksumLength = 6
const totalLength = 3 + prefixLength + 1 + secretLength + checksumLength

const base32 = '0123456789abcdefghjkmnpqrstvwxyz'
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const shape = /^l0_[0-9a-hjkmnp-tv-z]{10}_[0-9A-Za-z]{49}$/
const anywhere = /l0_[0-9a-hjkmnp-tv-z]{10}_[0-9A-Za-z]{49}/g

/** A new key; only its prefix and hash are ever stored. */
export function newApiKey(): { key: string; prefix: string; hash: string } {
  const prefix = [...randomBytes(prefixLength)].map((byte) => base32[byte & 31]).join('')
  const body = `l0_${prefix}_${toBase62(randomBytes(32), secretLength)}`
  const key = body + checksumOf(body)
  return { key, prefix, hash: apiKeyHash(key) }
}

/** SHA-256 of the whole key, lower-case hex. The secret has 256 bits: a slow hash would add nothing. */
export function apiKeyHash(key: string): string {
  return sha256Hex(key)
}

/** The prefix of a well-formed key whose checksum holds, else null. No look-up. */
export function apiKeyPrefix(key: string): string | null {
  if (key.length !== totalLength || !shape.test(key)) return null
  const body = key.slice(0, -checksumLength)
  if (checksumOf(body) !== key.slice(-checksumLength)) return null
  return key.slice(3, 3 + prefixLength)
}

/** True if a real-looking API key of this product stands anywhere in the text: a leak. */
export function looksLikeApiKey(text: string): boolean {
  return findApiKeys(text).length > 0
}

/** Where keys stand in a text, as [start, end); only those whose checksum holds. */
export function findApiKeys(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (const match of text.matchAll(anywhere)) {
    if (apiKeyPrefix(match[0])) found.push({ start: match.index, end: match.index + totalLength })
  }
  return found
}

function checksumOf(body: string): string {
  return toBase62(createHash('sha256').update(body).digest().subarray(0, 4), checksumLength)
}

function toBase62(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`)
  let text = ''
  for (let i = 0; i < length; i++) {
    text = base62[Number(rest % 62n)] + text
    rest /= 62n
  }
  return text
}
