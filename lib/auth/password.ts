import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { makeGate } from './gate'

/** Work factors of scrypt (RFC 7914): N = 2^ln, block size r, lanes p. */
export type ScryptCost = { ln: number; r: number; p: number }

/** OWASP Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1; 128 MiB and about half a second. */
const productionCost: ScryptCost = { ln: 17, r: 8, p: 1 }

export type Passwords = {
  /** A PHC string: `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`, base64 without padding. */
  hash(password: string): Promise<string>
  /**
   * True if the password made the hash. Null (no such account, or one without a password) costs the
   * same work and is false, so that time does not tell which accounts exist.
   */
  verify(password: string, stored: string | null): Promise<boolean>
}

/** Hashes passwords; throws `overloaded` when too many wait. */
export function makePasswords(cost: ScryptCost = productionCost): Passwords {
  // 128 MiB a run: more at once would starve the lookups that share this process.
  const gate = makeGate({ running: 2, waiting: 64 })
  const dummy = { cost, salt: randomBytes(16), hash: randomBytes(32) }
  return {
    hash: async (password) => {
      const salt = randomBytes(16)
      return format(cost, salt, await gate(() => derive(password, salt, cost)))
    },
    verify: async (password, stored) => {
      const known = stored === null ? null : parse(stored)
      const { cost: costOf, salt, hash } = known ?? dummy
      const made = await gate(() => derive(password, salt, costOf))
      return timingSafeEqual(made, hash) && known !== null
    },
  }
}

function derive(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  const N = 2 ** cost.ln
  const options = { N, r: cost.r, p: cost.p, maxmem: 256 * N * cost.r }
  // The same password typed on two keyboards may differ in Unicode form (NIST SP 800-63B §5.1.1.2).
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}

function format(cost: ScryptCost, salt: Buffer, hash: Buffer): string {
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${unpadded(salt)}$${unpadded(hash)}`
}

const phc = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]{43})$/

function parse(stored: string): { cost: ScryptCost; salt: Buffer; hash: Buffer } | null {
  const match = phc.exec(stored)
  if (!match) return null
  const [, ln, r, p, salt, hash] = match as unknown as [string, string, string, string, string, string]
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
