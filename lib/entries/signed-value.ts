import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { PublishedEntry } from './schema'

type NamedKey = { id: string; key: Buffer }
type KeySet = { current(): NamedKey; byId(id: string): NamedKey | null }

/** Keys as the server derives them from its master secret, the current one and older ones. */
export type SigningKeys = KeySet & {
  /** Keys of encrypted values. Absent: such values are neither written nor read here. */
  sealing?: KeySet & { on: boolean }
}

/** `current`: the form and the key that would be written now. */
export type OpenedValue =
  | { ok: true; entry: PublishedEntry; current: boolean }
  | { ok: false; why: 'malformed' | 'unknown_key' | 'forged' | 'misplaced' }

/**
 * A hot store value, in one of two forms:
 *
 * - signed: `<revision>.<key id>.<mac>.<json>`, HMAC-SHA-256 (RFC 2104)
 * - sealed: `<revision>.<key id>.~<base64url of iv ‖ tag ‖ ciphertext>`, AES-256-GCM with a random
 *   96-bit iv (NIST SP 800-38D)
 *
 * Both bind address, revision and payload: a value copied to another address does not open. The
 * revision stands first, in clear, so that the store can compare it without opening anything. Both are
 * read whatever is written, so that encryption and keys can be changed while servers run; the publisher
 * replaces what is not in the current form.
 */
export function signValue(keys: SigningKeys, address: string, entry: PublishedEntry): string {
  const payload = JSON.stringify(entry)
  if (keys.sealing?.on) return seal(keys.sealing.current(), address, entry.revision, payload)
  const { id, key } = keys.current()
  return `${entry.revision}.${id}.${mac(key, address, entry.revision, payload)}.${payload}`
}

/** Opens a value read at `address`. Nothing of it is believed before its authenticity holds. */
export function openValue(keys: SigningKeys, address: string, value: string): OpenedValue {
  const sealed = /^(\d{1,15})\.([0-9a-f]{8})\.~([\w-]{38,})$/.exec(value)
  if (sealed) return openSealed(keys, address, sealed as unknown as [string, string, string, string])
  const match = /^(\d{1,15})\.([0-9a-f]{8})\.([\w-]{43})\.(\{[^]*)$/.exec(value)
  if (!match) return { ok: false, why: 'malformed' }
  const [, revision, id, signature, payload] = match as unknown as [string, string, string, string, string]
  const named = keys.byId(id)
  if (!named) return { ok: false, why: 'unknown_key' }
  const expected = Buffer.from(mac(named.key, address, Number(revision), payload))
  if (!timingSafeEqual(expected, Buffer.from(signature))) return { ok: false, why: 'forged' }
  return read(revision, payload, !keys.sealing?.on && keys.current().id === id)
}

function mac(key: Buffer, address: string, revision: number, payload: string): string {
  return createHmac('sha256', key).update(`${address}\n${revision}\n${payload}`, 'utf8').digest('base64url')
}

function seal({ id, key }: NamedKey, address: string, revision: number, payload: string): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(boundTo(address, revision))
  const text = Buffer.concat([cipher.update(payload, 'utf8'), cipher.final()])
  return `${revision}.${id}.~${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`
}

function openSealed(
  { sealing }: SigningKeys,
  address: string,
  [, revision, id, body]: [string, string, string, string],
): OpenedValue {
  const named = sealing?.byId(id)
  if (!sealing || !named) return { ok: false, why: 'unknown_key' }
  const bytes = Buffer.from(body, 'base64url')
  // base64url has spellings that decode alike; one value has one spelling.
  if (bytes.toString('base64url') !== body) return { ok: false, why: 'malformed' }
  const iv = bytes.subarray(0, ivBytes)
  const decipher = createDecipheriv('aes-256-gcm', named.key, iv, { authTagLength: tagBytes })
  decipher.setAAD(boundTo(address, Number(revision)))
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()])
    return read(revision, text.toString('utf8'), sealing.on && sealing.current().id === id)
  } catch {
    return { ok: false, why: 'forged' }
  }
}

const ivBytes = 12
const tagBytes = 16

function boundTo(address: string, revision: number): Buffer {
  return Buffer.from(`${address}\n${revision}`, 'utf8')
}

function read(revision: string, payload: string, current: boolean): OpenedValue {
  const entry = JSON.parse(payload) as PublishedEntry
  return entry.revision === Number(revision) ? { ok: true, entry, current } : { ok: false, why: 'misplaced' }
}
