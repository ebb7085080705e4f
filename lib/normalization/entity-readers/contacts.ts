import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { candidate, type Candidate } from './candidate'
import { countDigits } from './count-digits'

const emailPattern = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g
const urlPattern = /\b(?:https?:\/\/|www\.)[^\s<>"']{2,2000}/gi
const phonePattern = /(?:\+|\b00|\()?\d(?:[\d ().\-/]{5,20})\d/g
/** Fewer ASCII digits are no telephone number. */
export const fewestPhoneDigits = 7
const phoneContext = /(?:phone|call|mobile|cell|telephone|text|whatsapp|reach)\b[^\d+]{0,24}$/i

/** RFC 5321 mailboxes without quoted local parts; the domain is compared in lower case. */
export function emails(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(emailPattern)) {
    const literal = match[0].replace(/[.-]+$/, '')
    found.push(candidate('email', literal.toLowerCase(), literal, match.index))
  }
}

const urlSign = /:\/\/|www\./i

export function urls(text: string, found: Candidate[]): void {
  if (!urlSign.test(text)) return
  for (const match of text.matchAll(urlPattern)) {
    const literal = match[0].replace(/[.,;:!?)\]]+$/, '')
    found.push(candidate('url', literal, literal, match.index))
  }
}

/**
 * Telephone numbers as E.164, checked against libphonenumber's plans. Bare digits are order numbers far more
 * often than telephone numbers, so they need a leading `+`, separators, or a word such as "call" before them.
 */
export function phones(text: string, found: Candidate[]): void {
  // `matchAll` would copy the pattern for every text.
  phonePattern.lastIndex = 0
  for (let match = phonePattern.exec(text); match; match = phonePattern.exec(text)) {
    const literal = match[0].trim()
    const international = literal.startsWith('+')
    const digits = countDigits(literal)
    if (digits < fewestPhoneDigits || digits > 15) continue
    const separated = digits < literal.length && /[ ().\-]/.test(literal)
    if (
      !international &&
      !separated &&
      !phoneContext.test(text.slice(Math.max(0, match.index - 40), match.index))
    )
      continue
    const parsed = parsePhoneNumberFromString(literal, 'US')
    if (parsed?.isValid()) found.push(candidate('phone', parsed.number, literal, match.index))
  }
}
