import { randomBytes } from 'node:crypto'
import { equalInConstantTime, hmacBase64Url } from '@/lib/kernel/hash'

export type HitFacts = { workspace: string; entry: string; version: number; atSeconds: number }

/**
 * A hit is never written down, so its id carries what a report needs: entry, version and time, with
 * a MAC over them and the workspace (HMAC-SHA-256 cut to 96 bits, RFC 2104 §5).
 */
export function makeHitId(key: Buffer, facts: HitFacts, nonce: string = nextNonce()): string {
  const body = `${facts.entry.replace(/^ent_/, '')}.${facts.version.toString(36)}.${facts.atSeconds.toString(36)}.${nonce}`
  return `hit_${body}.${tag(key, facts.workspace, body)}`
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
  const match = /^hit_(([0-9a-z]{1,40})\.([0-9a-z]{1,8})\.([0-9a-z]{1,10})\.[\w-]{8})\.([\w-]{16})$/.exec(
    hitId,
  )
  if (!match) return null
  const [, body = '', entry = '', version = '', at = '', mac = ''] = match
  if (!keys.some((key) => equalInConstantTime(tag(key, workspace, body), mac))) return null
  return { workspace, entry: `ent_${entry}`, version: parseInt(version, 36), atSeconds: parseInt(at, 36) }
}

function tag(key: Buffer, workspace: string, body: string): string {
  return hmacBase64Url(key, `${workspace}\n${body}`).slice(0, 16)
}
