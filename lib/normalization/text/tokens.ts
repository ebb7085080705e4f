import { BoundedMemo } from '../bounded-memo'
import { expandContraction } from './contractions'
import { correctMisspelling } from './misspellings'

/** Zero-width, bidirectional and soft-hyphen characters: invisible, so they must not make a difference. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g
const singleQuotes = /[\u2018\u2019\u201a\u201b\u02bc\u0060\u00b4]/g
const tokenPattern = /\{\{[a-z][a-z0-9_]*\}\}|[\p{L}\p{N}\p{M}]+(?:'[\p{L}\p{N}\p{M}]+)*/gu
const repeated = /([a-z])\1{2,}/g

const numberWords = new Set(['no', 'number', 'nr', 'num', 'id', 'ref', 'reference'])

/** NFKC (UAX #15), invisible characters out, typographic apostrophes made plain, lower case. */
function foldText(text: string): string {
  return text.normalize('NFKC').replace(invisible, '').replace(singleQuotes, "'").toLowerCase()
}

/**
 * The words of a text after folding: contractions written out, common misspellings corrected, letters
 * repeated for emphasis ("pleeease") reduced. Placeholders such as `{{order_id}}` are one token. Punctuation goes.
 */
export function tokenize(text: string): string[] {
  const tokens: string[] = []
  for (const match of foldText(text).matchAll(tokenPattern)) pushWord(match[0], tokens)
  return tokens
}

function pushWord(raw: string, tokens: string[]): void {
  if (raw.charCodeAt(0) === 123) {
    // "order no. 55120", "order number 55120" and "order 55120" are the same words.
    if (numberWords.has(tokens.at(-1) ?? '')) tokens.pop()
    tokens.push(raw)
    return
  }
  const words = raw.length > longestKept ? wordsOf(raw) : known.of(raw, () => wordsOf(raw))
  for (const word of words) tokens.push(word)
}

/** The same words come all day; longer ones would only fill memory. */
const longestKept = 32
const known = new BoundedMemo<readonly string[]>(20_000)

/** The words that a folded word stands for: none, itself, its correction, or what it is short for. */
function wordsOf(raw: string): readonly string[] {
  const word = raw.replace(repeated, '$1$1')
  const written = expandContraction(word)
  if (written) return written
  const bare = word.endsWith("'s") ? word.slice(0, -2) : word.replaceAll("'", '')
  if (bare === '') return []
  const corrected = correctMisspelling(bare)
  return (corrected === bare && expandContraction(bare)) || [corrected]
}
