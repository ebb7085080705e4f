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
  | 'dst'
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
  return `${prefix}_${timeText(nowMs)}${randomText()}`
}

// Ids of one millisecond begin alike.
let lastMs = -1
let lastText = ''

function timeText(nowMs: number): string {
  if (nowMs === lastMs) return lastText
  let text = ''
  let rest = nowMs
  for (let i = 0; i < 10; i++) {
    text = alphabet[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  lastMs = nowMs
  return (lastText = text)
}

// A call into the kernel for every id is a good part of what a hit costs; one for many is not.
const randomChars = 16
let pool = ''
let used = 0

function randomText(): string {
  if (used === pool.length) {
    pool = ''
    for (const byte of randomBytes(randomChars * 256)) pool += alphabet[byte & 31]
    used = 0
  }
  used += randomChars
  return pool.slice(used - randomChars, used)
}
