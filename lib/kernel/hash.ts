import { createHash, createHmac, hash, timingSafeEqual } from 'node:crypto'

/** SHA-256 of UTF-8 text, lower-case hex (FIPS 180-4). */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex')
}

/** SHA-256 of UTF-8 text, base64url without padding. */
export function sha256Base64Url(text: string): string {
  return hash('sha256', text, 'base64url')
}

/** HMAC-SHA-256 of UTF-8 text, base64url without padding (RFC 2104, RFC 4648 §5). */
export function hmacBase64Url(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64url')
}

/** Compares secrets without telling how far they agree. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest()
  const right = createHash('sha256').update(b).digest()
  return timingSafeEqual(left, right)
}
