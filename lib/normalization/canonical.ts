import { sha256Hex } from '@/lib/kernel/hash'
import { stripPoliteness } from './text/politeness'
import { tokenize } from './text/tokens'

/**
 * The text that rules, guards and memo entries see: NFKC, lower case, contractions written out, common
 * misspellings corrected, punctuation and politeness frames gone. Idempotent on masked text.
 */
export function canonicalText(query: string): string {
  return stripPoliteness(tokenize(query)).join(' ')
}

/** Pass-through's idea of "the same text": NFKC (UAX #15) and white space, nothing that could change meaning. */
export function exactText(query: string): string {
  return query.normalize('NFKC').replace(/\s+/g, ' ').trim()
}

/** The pass-through key. A digest, because a key must never reveal what somebody wrote. */
export function exactKey(query: string): string {
  return `exact:${sha256Hex(exactText(query)).slice(0, 32)}`
}
