import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { L0Error } from '@/lib/kernel/errors'

/*
 * Signed notes as in C2SP signed-note (https://c2sp.org/signed-note): text, an empty line, and
 * signature lines `— <key name> base64(key id ‖ Ed25519 signature)`.
 */

const ed25519Type = 1 // signature type 0x01 of C2SP signed-note
const rawPublicKeyBytes = 32
// An Ed25519 public key in SPKI form is this prefix and the 32 raw bytes (RFC 8410 §4).
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')

/** A verifier key taken apart; `id` is eight hex digits. */
export type VerifierKey = { name: string; id: string; publicKey: KeyObject; text: string }

/** A new Ed25519 key as PKCS #8 PEM (RFC 8410), to be stored encrypted. */
export function newSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
}

/** Reads what `newSigningKey` wrote. Throws `invalid_input` for anything that is not Ed25519. */
export function readSigningKey(pem: string): KeyObject {
  const key = createPrivateKey(pem)
  if (key.asymmetricKeyType !== 'ed25519') throw badNote('the signing key is not Ed25519')
  return key
}

/** The verifier key text `<name>+<key id>+<base64(0x01 ‖ public key)>` that outsiders pin. */
export function verifierKey(name: string, privateKey: KeyObject): string {
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-rawPublicKeyBytes)
  const typed = Buffer.concat([Buffer.of(ed25519Type), raw])
  return `${name}+${keyId(name, typed)}+${typed.toString('base64')}`
}

/** Throws `invalid_input` unless the text is a well-formed Ed25519 verifier key with a true id. */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? []
  if (name === undefined || id === undefined || encoded === undefined) throw badNote('malformed verifier key')
  const typed = Buffer.from(encoded, 'base64')
  if (typed.length !== rawPublicKeyBytes + 1 || typed[0] !== ed25519Type) throw badNote('not an Ed25519 key')
  if (keyId(name, typed) !== id) throw badNote('the key id does not belong to the key')
  const publicKey = createPublicKey({
    key: Buffer.concat([spkiPrefix, typed.subarray(1)]),
    format: 'der',
    type: 'spki',
  })
  return { name, id, publicKey, text }
}

/** Signs `text`, which must end in a newline, with each key under `name`. */
export function signNote(text: string, name: string, privateKeys: readonly KeyObject[]): string {
  if (!text.endsWith('\n') || text.includes('\n\n')) throw badNote('the text must end in one newline')
  const lines = privateKeys.map((privateKey) => {
    const key = parseVerifierKey(verifierKey(name, privateKey))
    const signature = sign(null, Buffer.from(text, 'utf8'), privateKey)
    return `— ${name} ${Buffer.concat([Buffer.from(key.id, 'hex'), signature]).toString('base64')}\n`
  })
  return `${text}\n${lines.join('')}`
}

/**
 * The text of a note and the ids of the given keys that signed it. Throws `invalid_input` if the
 * note is malformed or carries a false signature of a given key; unknown keys are passed over.
 */
export function openNote(note: string, keys: readonly VerifierKey[]): { text: string; signedBy: string[] } {
  const split = note.indexOf('\n\n')
  if (split < 0 || !note.endsWith('\n')) throw badNote('no signatures')
  const text = note.slice(0, split + 1)
  const lines = note.slice(split + 2, -1).split('\n')
  const signedBy: string[] = []
  for (const line of lines) {
    const [, name, encoded] = /^— ([^+\s]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? []
    if (name === undefined || encoded === undefined) throw badNote('malformed signature line')
    const bytes = Buffer.from(encoded, 'base64')
    const id = bytes.subarray(0, 4).toString('hex')
    const key = keys.find((known) => known.name === name && known.id === id)
    if (key === undefined) continue
    if (!verify(null, Buffer.from(text, 'utf8'), key.publicKey, bytes.subarray(4))) {
      throw badNote(`the signature of ${name} (${id}) is false`)
    }
    signedBy.push(id)
  }
  return { text, signedBy }
}

function keyId(name: string, typedKey: Buffer): string {
  return createHash('sha256').update(`${name}\n`).update(typedKey).digest('hex').slice(0, 8)
}

export function badNote(message: string): L0Error {
  return new L0Error('invalid_input', `Signed note: ${message}.`)
}
