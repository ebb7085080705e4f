import { contextBefore, digitsOf, isWordAt, recognized, type Recognized } from './span'

/** Issuer ranges: Visa, Mastercard, Amex, Discover, JCB, Diners, UnionPay, Maestro (ISO/IEC 7812). */
const issuer =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|35(?:2[89]|[3-8]\d)\d{12,15}|3(?:0[0-5]|[689]\d)\d{11,16}|62\d{14,17}|(?:5[06-9]|6\d)\d{14,17})$/

const candidate = /(?<![\d.])\d(?:[ \t.\u00a0\u2010-\u2015-]{0,3}\d){11,18}(?![\d])/g
const cardWords = /\b(?:card|visa|master ?card|amex|american express|debit|credit|maestro|discover)\b/

/**
 * Payment card numbers (PAN), 13–19 digits with any common grouping. The Luhn check must hold,
 * unless card-like groups follow a word for a card: a mistyped number is still a card number.
 */
export function findCards(text: string): Recognized[] {
  const found: Recognized[] = []
  for (const match of text.matchAll(candidate)) {
    const start = match.index
    const end = start + match[0].length
    if (isWordAt(text, start - 1) || isWordAt(text, end)) continue
    const digits = digitsOf(match[0])
    if (!issuer.test(digits) || /^(\d)\1+$/.test(digits)) continue
    const grouped = /^\d{4}\D+\d{4}\D+\d{4}\D+\d{1,7}$|^\d{4}\D+\d{6}\D+\d{4,5}$/.test(match[0])
    const bare = digits.length === match[0].length
    if (!grouped && !bare && !evenlyGrouped(match[0])) continue
    const named = cardWords.test(contextBefore(text, start))
    if (passesLuhn(digits) || (named && grouped)) found.push(recognized('card', text, start, end))
  }
  return found
}

/** One separator throughout and groups of two digits or more: not a list of numbers. */
function evenlyGrouped(value: string): boolean {
  return new Set(value.match(/\D+/g)).size === 1 && value.split(/\D+/).every((group) => group.length >= 2)
}

/** ISO/IEC 7812-1 annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
