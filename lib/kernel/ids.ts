import { randomBytes } from 'node:crypto'

export type IdPrefix =
  | 'ws'
  | 'usr'
  | 'mem'
  | 'ses'
  | 'key'
  | 'inv'
  | 'int'
  | 'phr'
  | 'rel'
  | 'memo'
  | 'prop'
  | 'smp'
  | 'dec'
  | 'ent'
  | 'evt'
  | 'chk'
  | 'out'
  | 'mis'
  | 'rep'
  | 'hit'
  | 'req'
  | 'msg'
  | 'rec'
  | 'pk'
  | 'chal'
  | 'rst'
  | 'cmt'
  | 'ntf'
  | 'hook'
  | 'ups'
  | 'anl'
  | 'view'
  | 'judg'
  | 'job'
  | 'sgn'
  | 'seed'
  | 'adj'
  | 'lib'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford base 32, lower case

/**
 * A sortable, unguessable id: prefix, 48 bits of milliseconds, 80 random bits
 * (the layout of a ULID, https://github.com/ulid/spec).
 */
export function newId(prefix: IdPrefix, nowMs: number = Date.now()): string {
  let time = ''
  let rest = nowMs
  for (let i = 0; i < 10; i++) {
    time = alphabet[rest % 32] + time
    rest = Math.floor(rest / 32)
  }
  let random = ''
  for (const byte of takeRandom(16)) random += alphabet[byte & 31]
  return `${prefix}_${time}${random}`
}

// A call into the kernel for every id is a good part of what a hit costs; one for many is not.
let pool = Buffer.alloc(0)
let used = 0

function takeRandom(bytes: number): Buffer {
  if (used + bytes > pool.length) {
    pool = randomBytes(4_096)
    used = 0
  }
  used += bytes
  return pool.subarray(used - bytes, used)
}
