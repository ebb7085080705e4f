import { randomBytes } from 'node:crypto'
import { sha256Hex } from '@/lib/kernel/hash'

const recoveryCodeCount = 10

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford base 32: no i, l, o, u
const length = 24 // × 5 bits = 120 bits; more than the 112 that make a fast hash sufficient

/** Ten codes as people see them: `abcd-efgh-…`, six groups of four. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, newRecoveryCode)
}

function newRecoveryCode(): string {
  const characters = [...randomBytes(length)].map((byte) => alphabet[byte & 31])
  return characters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

/** SHA-256 of the code without its dashes and with look-alikes read as what was meant. */
export function recoveryCodeHash(code: string): string {
  return sha256Hex(normalise(code))
}

export function looksLikeRecoveryCode(code: string): boolean {
  return /^[0-9a-hjkmnp-tv-z]{24}$/.test(normalise(code))
}

function normalise(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1')
}
