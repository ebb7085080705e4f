import { recognized, type Recognized } from './span'

const localLimit = 64 // RFC 5321 §4.5.3.1.1
const domainLimit = 253

const alphanumeric = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const localAscii = asciiSet(`${alphanumeric}.!#$%&'*+/=?^_\`|~-`)
const domainAscii = asciiSet(`${alphanumeric}.-`)

/**
 * Mailboxes (RFC 5321 dot-strings, quoted local parts and SMTPUTF8 letters included, address
 * literals too), and the "name at host dot com" people write to escape harvesters.
 */
export function findEmails(text: string): Recognized[] {
  const found: Recognized[] = []
  let at = text.indexOf('@')
  while (at !== -1) {
    const span = mailboxAround(text, at)
    const last = found[found.length - 1]
    if (span && (!last || span.start >= last.end)) found.push(recognized('email', text, span.start, span.end))
    at = text.indexOf('@', at + 1)
  }
  return found.concat(findSpelledOut(text))
}

function mailboxAround(text: string, at: number): { start: number; end: number } | undefined {
  if (text[at + 1] === '@' || at === 0) return undefined
  const start = text[at - 1] === '"' ? quotedStart(text, at) : localStart(text, at)
  if (start === undefined || start >= at) return undefined
  const end = domainEnd(text, at + 1)
  return end === undefined ? undefined : { start, end }
}

function localStart(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < localLimit && belongs(localAscii, text, start - 1)) start -= 1
  // Surrounding punctuation that RFC 5321 would allow but people use as quotes and brackets.
  while (start < at && /[.'`*=/|?&]/.test(text[start]!)) start += 1
  return start
}

function quotedStart(text: string, at: number): number | undefined {
  const open = text.slice(Math.max(0, at - localLimit), at - 1).lastIndexOf('"')
  const start = Math.max(0, at - localLimit) + open
  return open === -1 || text.slice(start, at).includes('\n') ? undefined : start
}

function domainEnd(text: string, from: number): number | undefined {
  if (text[from] === '[') {
    const literal = /^\[(?:IPv6:)?[0-9a-fA-F:.]{3,45}\]/.exec(text.slice(from, from + 60))
    return literal ? from + literal[0].length : undefined
  }
  let end = from
  while (end < text.length && end - from < domainLimit && belongs(domainAscii, text, end)) end += 1
  while (end > from && /[.-]/.test(text[end - 1]!)) end -= 1
  const labels = text.slice(from, end).split('.')
  const top = labels[labels.length - 1]!
  if (labels.length < 2 || labels.some((label) => label === '' || label.length > 63)) return undefined
  return /^(?:\p{L}[\p{L}\p{M}]{1,62}|xn--[a-z0-9-]{2,59})$/iu.test(top) ? end : undefined
}

function asciiSet(characters: string): Uint8Array {
  const set = new Uint8Array(128)
  for (const character of characters) set[character.charCodeAt(0)] = 1
  return set
}

/** The table answers for ASCII; letters and digits of other scripts belong too (RFC 6531). */
function belongs(ascii: Uint8Array, text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return code < 128 ? ascii[code] === 1 : /[\p{L}\p{M}\p{N}]/u.test(text[index]!)
}

const spelledOut =
  /(?<![\w.+-])[a-z0-9][a-z0-9._+-]{0,63}\s?[([{<]?\s?(?:at|@)\s?[)\]}>]?\s?[a-z0-9-]{1,63}\s?[([{<]?\s?(?:dot|\.)\s?[)\]}>]?\s?(?:com|net|org|edu|gov|io|info|de|fr|uk|es|it|nl|ca|au|in|br)(?![\w-])/gi

function findSpelledOut(text: string): Recognized[] {
  const found: Recognized[] = []
  if (!/\b(?:at|dot)\b|@\s|\s@/i.test(text)) return found
  for (const match of text.matchAll(spelledOut)) {
    // "meet at acme.com" is a link; only a spelled-out "dot", or a bracketed "at", makes an address.
    const disguised = /\bdot\b|[([{<]\s?at\s?[)\]}>]|\s@|@\s/i.test(match[0])
    if (disguised && !/\bat (?:the|a|our|your)\b/i.test(match[0])) {
      found.push(recognized('email', text, match.index, match.index + match[0].length))
    }
  }
  return found
}
