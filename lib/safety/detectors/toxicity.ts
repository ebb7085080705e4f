import { findingOf, type Detector } from '../detector'

/**
 * A small hand-made list: it finds plain abuse and misses everything said politely, so it only
 * ever raises a flag. Stems match with any ending; `docs/safety.md` has the measured weakness.
 */
const stems =
  'fuck motherfuck shit bullshit bitch bastard asshole arsehole dickhead cunt wanker twat prick douche moron imbecile idiot retard slut whore faggot nigger nigga spic kike chink tranny dumbass jackass dipshit scumbag pissoff'.split(
    ' ',
  )
const exact =
  'stupid dumb pathetic loser losers trash scum vermin subhuman subhumans worthless disgusting filthy crap damn hell ass'.split(
    ' ',
  )
const phrases = [
  /(?<![\p{L}])(?:f[*#@.!_-]{1,3}c?k|sh[*#!]t|b[*#!]tch|a[*#$s]{2}hole|c[*#]nt)\w{0,4}/giu,
  /\b(?:kill|hang|shoot|hurt|cut) (?:yourself|urself|himself|herself|them all|you all)\b/gi,
  /\bgo (?:to hell|die)\b|\bdrop dead\b|\bshut (?:the \w+ )?up\b|\bscrew you\b|\bpiss off\b|\bgo back to your (?:own )?country\b/gi,
  /\b(?:I|we) (?:hate|despise) (?:you|all|those|these) ?\w*\b/gi,
  /\ball \w+ (?:are|should be) (?:animals|criminals|vermin|scum|terrorists|thieves|killed|deported|shot)\b/gi,
]

const strong = new RegExp(`^(?:${stems.join('|')})(?:s|es|ed|er|ers|ing|in|y|ish|head|heads|face)?$`)
const mild = new Set(exact)
const word = /[\p{L}@$!*013457]{3,30}/gu

export const toxicity: Detector = {
  id: 'toxicity',
  version: 1,
  severity: 'warn',
  detect(text) {
    const spans = phrases.flatMap((pattern) =>
      [...text.matchAll(pattern)].map((m) => [m.index, m.index + m[0].length] as const),
    )
    for (const match of text.matchAll(word)) {
      const plain = unmask(match[0])
      if (strong.test(plain) || mild.has(plain)) spans.push([match.index, match.index + match[0].length])
    }
    const message = 'This word or phrase may insult. (A word list noticed it: judge for yourself.)'
    return spans.map(([start, end]) =>
      findingOf({ rule: 'tone.toxicity', severity: 'warn', message, text, span: { start, end } }),
    )
  },
}

/** Undoes the usual disguises: f*ck is left to the reader, sh1t and a$$hole are not. */
function unmask(value: string): string {
  const letters: Record<string, string> = {
    '@': 'a',
    $: 's',
    '!': 'i',
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
  }
  return value
    .toLowerCase()
    .replace(/[!*]+$/, '')
    .replace(/[@$!013457]/g, (c) => letters[c]!)
    .replace(/(.)\1{2,}/g, '$1')
}
