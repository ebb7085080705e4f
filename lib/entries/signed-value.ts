import { createHmac, timingSafeEqual } from 'node:crypto'
import { PublishedEntry } from './schema'

/** Signing keys as the server derives them from its master secret. */
export type SigningKeys = {
  current(): { id: string; key: Buffer }
  byId(id: string): { id: string; key: Buffer } | null
}

export type OpenedValue =
  | { ok: true; entry: PublishedEntry }
  | { ok: false; why: 'malformed' | 'unknown_key' | 'forged' | 'misplaced' }

/**
 * A hot store value: `<revision>.<key id>.<mac>.<json>`. The MAC (HMAC-SHA-256, RFC 2104) covers
 * the address, the revision and the payload: a value copied to another address does not verify.
 * The revision stands first, in clear, so that the store can compare it without parsing JSON.
 */
export function signValue(keys: SigningKeys, address: string, entry: PublishedEntry): string {
  const { id, key } = keys.current()
  const payload = JSON.stringify(entry)
  return `${entry.revision}.${id}.${mac(key, address, entry.revision, payload)}.${payload}`
}

/** Opens a value read at `address`. Nothing of it is believed before the MAC holds. */
export function openValue(keys: SigningKeys, address: string, value: string): OpenedValue {
  const match = /^(\d{1,15})\.([0-9a-f]{8})\.([\w-]{43})\.(\{[^]*)$/.exec(value)
  if (!match) return { ok: false, why: 'malformed' }
  const [, revision, id, signature, payload] = match as unknown as [string, string, string, string, string]
  const named = keys.byId(id)
  if (!named) return { ok: false, why: 'unknown_key' }
  const expected = Buffer.from(mac(named.key, address, Number(revision), payload))
  if (!timingSafeEqual(expected, Buffer.from(signature))) return { ok: false, why: 'forged' }
  const entry = JSON.parse(payload) as PublishedEntry
  return entry.revision === Number(revision) ? { ok: true, entry } : { ok: false, why: 'misplaced' }
}

function mac(key: Buffer, address: string, revision: number, payload: string): string {
  return createHmac('sha256', key).update(`${address}\n${revision}\n${payload}`, 'utf8').digest('base64url')
}
