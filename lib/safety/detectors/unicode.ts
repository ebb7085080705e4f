import { findingOf, type Detector } from '../detector'
import type { Finding } from '../schema'

/** UAX #9 explicit formatting, and the marks that order text without being seen. */
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * Characters without a picture: controls other than tab and line ends, zero width characters,
 * soft hyphen, fillers, deprecated tags (used to smuggle prompts), variation selectors beyond
 * the one that emoji need, private use and interlinear annotation.
 */
const invisible =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ue000-\uf8ff\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\u{f0000}-\u{10ffff}]/gu

/** Zero width joiner and emoji selector inside an emoji sequence (UTS #51) are how emoji are written. */
const emojiSequence =
  /\p{Extended_Pictographic}[\p{Emoji_Modifier}\ufe0f]*(?:\u200d\p{Extended_Pictographic}[\p{Emoji_Modifier}\ufe0f]*)*|[0-9#*]\ufe0f\u20e3/gu

/** Joiners are spelling, not hiding, between letters of these scripts. */
const joinerScripts =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Kannada}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Khmer}\p{Script=Mongolian}]/u

export const unicode: Detector = {
  id: 'unicode',
  version: 1,
  severity: 'block',
  detect(text) {
    if (/^[\t\n\r\x20-\x7e]*$/.test(text)) return []
    return [...bidiFindings(text), ...invisibleFindings(text), ...mixedWords(text)]
  },
}

function bidiFindings(text: string): Finding[] {
  return [...text.matchAll(bidi)].map((match) =>
    findingOf({
      rule: 'unicode.bidi',
      severity: 'block',
      message: 'A hidden character here changes the order in which text is shown. Retype this passage.',
      text,
      span: { start: match.index, end: match.index + match[0].length },
    }),
  )
}

function invisibleFindings(text: string): Finding[] {
  const emoji = [...text.matchAll(emojiSequence)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  )
  const findings: Finding[] = []
  for (const match of text.matchAll(invisible)) {
    const start = match.index
    const end = start + match[0].length
    if (emoji.some(([from, to]) => start >= from && end <= to)) continue
    if (
      /[\u200c\u200d]/.test(match[0]) &&
      joinerScripts.test(text[start - 1] ?? '') &&
      joinerScripts.test(text[end] ?? '')
    )
      continue
    const message = 'There is a character here that cannot be seen. Retype this passage.'
    // A soft hyphen or stray selector is usually a paste from a word processor; the rest hides things.
    const severity = /[\u00ad\ufe0e\ufe0f]/.test(match[0]) ? 'warn' : 'block'
    findings.push(findingOf({ rule: 'unicode.invisible', severity, message, text, span: { start, end } }))
  }
  return findings
}

const word = /[\p{L}\p{M}\p{N}]{2,64}/gu
const latin = /\p{Script=Latin}/u
const lookalike =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u
/** Full-width and mathematical letters read as plain ones (they fold to ASCII under NFKC). */
const styled = /[\uff01-\uff5e\u{1d400}-\u{1d7ff}]/u

/** UTS #39 single-script rule, for words only: curly quotes and foreign names stay unflagged. */
function mixedWords(text: string): Finding[] {
  const findings: Finding[] = []
  for (const match of text.matchAll(word)) {
    const mixed = latin.test(match[0]) && lookalike.test(match[0])
    if (!mixed && !styled.test(match[0])) continue
    findings.push(
      findingOf({
        rule: 'unicode.confusable',
        severity: 'high',
        message: 'This word mixes letters of different alphabets that look alike. Retype it.',
        text,
        span: { start: match.index, end: match.index + match[0].length },
      }),
    )
  }
  return findings
}
