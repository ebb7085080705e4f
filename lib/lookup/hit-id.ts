import { randomBytes } from 'node:crypto'
import { equalInConstantTime, hmacBase64Url, sha256Base64Url } from '@/lib/kernel/hash'

export type HitFacts = { workspace: string; entry: string; version: number; atSeconds: number }

/**
 * A hit is never written down, so its id carries what a report needs: entry, version and time, a nonce, and a MAC over
 * all of them and the workspace, cut to 96 bits.
 */
export function makeHitId(key: Buffer, { atSeconds, ...served }: HitFacts, nonce?: string): string {
  return hitIdsOf(key, served)(atSeconds, nonce)
}

/** Makes the ids of one version's hits. Many share a second: deriving its key anew would be the dearest part of a hit. */
export type HitIds = (atSeconds: number, nonce?: string) => string

export function hitIdsOf(key: Buffer, { workspace, entry, version }: Omit<HitFacts, 'atSeconds'>): HitIds {
  const name = `${entry.replace(/^ent_/, '')}.${version.toString(36)}`
  let second = NaN
  let head = ''
  let secondKey = ''
  return (atSeconds, nonce = nextNonce()) => {
    if (atSeconds !== second) {
      const body = `${name}.${atSeconds.toString(36)}`
      head = `hit_${body}.`
      secondKey = keyOf(key, workspace, body)
      second = atSeconds
    }
    return `${head}${nonce}.${tag(secondKey, nonce)}`
  }
}

// One call into the kernel for many ids. Nonces tell hits of one second apart; the MAC is what cannot be guessed.
let pool = ''
let used = 0

function nextNonce(): string {
  if (used + 8 > pool.length) {
    pool = randomBytes(3_072).toString('base64url')
    used = 0
  }
  used += 8
  return pool.slice(used - 8, used)
}

/** The facts of an id made for this workspace; null for anything else. */
export function readHitId(keys: Buffer[], workspace: string, hitId: string): HitFacts | null {
  const match = /^hit_(([0-9a-z]{1,40})\.([0-9a-z]{1,8})\.([0-9a-z]{1,10}))\.([\w-]{8})\.([\w-]{16})$/.exec(
    hitId,
  )
  if (!match) return null
  const [, body = '', entry = '', version = '', at = '', nonce = '', mac = ''] = match
  const isRight = keys.some((key) => equalInConstantTime(tag(keyOf(key, workspace, body), nonce), mac))
  if (!isRight) return null
  return { workspace, entry: `ent_${entry}`, version: parseInt(version, 36), atSeconds: parseInt(at, 36) }
}

/** The key of one entry's hits in one second (HMAC-SHA-256, RFC 2104). */
function keyOf(key: Buffer, workspace: string, body: string): string {
  return hmacBase64Url(key, `${workspace}\n${body}`)
}

/** Key and nonce have fixed lengths, so a plain hash of both is a MAC: there is nothing to extend. */
function tag(key: string, nonce: string): string {
  return sha256Base64Url(`${key}.${nonce}`).slice(0, 16)
}
