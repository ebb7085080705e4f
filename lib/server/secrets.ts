import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { L0Error } from '@/lib/kernel/errors'

type SecretPurpose = 'hot-store' | 'hot-store-seal' | 'session' | 'at-rest' | 'hit-id' | 'webhook'

/** A key and the id that names it in what it signed or sealed. */
type NamedKey = { id: string; key: Buffer }

/** Keys derived from the master secret: one a purpose, so that none can stand in for another. */
export type Secrets = {
  /** The key in use. */
  current(purpose: SecretPurpose): NamedKey
  /** The key with this id, in use or older; null when unknown. */
  byId(purpose: SecretPurpose, id: string): NamedKey | null
  /** AES-256-GCM, "<key id>.<iv>.<tag>.<ciphertext>" in base64url (NIST SP 800-38D). */
  seal(plain: string): string
  open(sealed: string): string
}

/** The keys of hot store values; `encrypt` says which form is written, both are read. */
export function hotStoreKeys(secrets: Secrets, encrypt: boolean) {
  return {
    current: () => secrets.current('hot-store'),
    byId: (id: string) => secrets.byId('hot-store', id),
    sealing: {
      on: encrypt,
      current: () => secrets.current('hot-store-seal'),
      byId: (id: string) => secrets.byId('hot-store-seal', id),
    },
  }
}

export function makeSecrets(master: string, older: string[] = []): Secrets {
  const masters = [master, ...older.filter(Boolean)]
  const cache = new Map<string, NamedKey[]>()
  const keysFor = (purpose: SecretPurpose) => {
    let keys = cache.get(purpose)
    if (!keys) cache.set(purpose, (keys = masters.map((secret) => derive(secret, purpose))))
    return keys
  }
  const secrets: Secrets = {
    current: (purpose) => keysFor(purpose)[0]!,
    byId: (purpose, id) => keysFor(purpose).find((key) => key.id === id) ?? null,
    seal: (plain) => seal(secrets.current('at-rest'), plain),
    open: (sealed) => open(secrets, sealed),
  }
  return secrets
}

function derive(master: string, purpose: SecretPurpose): NamedKey {
  const bytes = Buffer.from(hkdfSync('sha256', master, 'l0-cache', purpose, 36))
  return { id: bytes.subarray(32).toString('hex'), key: bytes.subarray(0, 32) }
}

function seal(key: NamedKey, plain: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key.key, iv)
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return [
    key.id,
    iv.toString('base64url'),
    cipher.getAuthTag().toString('base64url'),
    sealed.toString('base64url'),
  ].join('.')
}

function open(secrets: Secrets, text: string): string {
  const [id = '', iv = '', tag = '', sealed = ''] = text.split('.')
  const key = secrets.byId('at-rest', id)
  if (!key)
    throw new L0Error(
      'internal',
      'A stored secret was sealed with a master secret this server does not have.',
    )
  const decipher = createDecipheriv('aes-256-gcm', key.key, Buffer.from(iv, 'base64url'), {
    authTagLength: 16,
  })
  decipher.setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString('utf8')
}
