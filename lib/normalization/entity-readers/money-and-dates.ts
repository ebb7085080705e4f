import { isValidIBAN } from 'ibantools'
import { candidate, type Candidate } from './candidate'

const symbols: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR' }
const words: Record<string, string> = {
  dollar: 'USD',
  dollars: 'USD',
  usd: 'USD',
  bucks: 'USD',
  euro: 'EUR',
  euros: 'EUR',
  eur: 'EUR',
  pounds: 'GBP',
  pound: 'GBP',
  gbp: 'GBP',
  quid: 'GBP',
  yen: 'JPY',
  jpy: 'JPY',
  rupees: 'INR',
  rupee: 'INR',
  inr: 'INR',
  rs: 'INR',
  cad: 'CAD',
  aud: 'AUD',
  chf: 'CHF',
  francs: 'CHF',
}
const figure = String.raw`\d{1,12}(?:,\d{2,3}){0,4}(?:\.\d{1,2})?`
const symbolFirst = new RegExp(String.raw`([$€£¥₹])\s?(${figure})`, 'g')
const wordAfter = new RegExp(
  String.raw`\b(${figure})\s?(${Object.keys(words).join('|')}|[$€£¥₹])(?![\p{L}\p{N}])`,
  'giu',
)
const wordFirst = /\b(rs\.|rs(?=\s)|inr|usd|eur|gbp)\s?(\d{1,12}(?:,\d{2,3}){0,4}(?:\.\d{1,2})?)\b/gi

/** A figure next to a symbol or to the first letters of a currency: without it nothing below can match. */
const moneySign =
  /[$€£¥₹]|\d\s?(?:do|us|bu|eu|po|gb|qu|ye|jp|ru|in|rs|ca|au|ch|fr)|(?:rs\.?|inr|usd|eur|gbp)\s?\d/i

/** Sums of money as `12.50 EUR` (ISO 4217). Thousands separators are dropped. */
export function amounts(text: string, found: Candidate[]): void {
  const add = (literal: string, at: number, digits: string, currency: string | undefined) => {
    if (currency) found.push(candidate('amount', `${digits.replaceAll(',', '')} ${currency}`, literal, at))
  }
  if (!moneySign.test(text)) return
  for (const match of text.matchAll(symbolFirst))
    add(match[0], match.index, match[2] ?? '', symbols[match[1] ?? ''])
  for (const match of text.matchAll(wordAfter)) {
    const unit = (match[2] ?? '').toLowerCase()
    add(match[0], match.index, match[1] ?? '', words[unit] ?? symbols[unit])
  }
  for (const match of text.matchAll(wordFirst)) {
    add(match[0], match.index, match[2] ?? '', words[(match[1] ?? '').toLowerCase().replace('.', '')])
  }
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthName = String.raw`(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`
const iso = /\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b/g
const numeric = /\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)?\d\d)\b/g
const dayMonth = new RegExp(
  String.raw`\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? ${monthName}\b\.?(?:,? ((?:19|20)\d\d)\b)?`,
  'gi',
)
const monthDay = new RegExp(
  String.raw`\b${monthName}\.? (\d{1,2})(?:st|nd|rd|th)?\b(?!\d|:)(?:,? ((?:19|20)\d\d)\b)?`,
  'gi',
)

/** Cheap signs without which none of the patterns above can match. */
const writtenInDigits = /\d[-/.]\d/
const namesMonth = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i

/**
 * Calendar dates as ISO 8601 (`2024-03-05`, `--03-05` without a year). Relative dates ("yesterday") are left
 * alone: there is no clock here. `03/04/2024` is ambiguous between countries and stays as written.
 */
export function dates(text: string, found: Candidate[]): void {
  if (writtenInDigits.test(text)) {
    for (const m of text.matchAll(iso)) found.push(candidate('date', m[0], m[0], m.index))
    for (const m of text.matchAll(numeric)) found.push(candidate('date', numericDate(m), m[0], m.index))
  }
  if (!namesMonth.test(text)) return
  for (const m of text.matchAll(dayMonth)) pushNamed(found, m, m[1], m[2], m[3])
  for (const m of text.matchAll(monthDay)) pushNamed(found, m, m[2], m[1], m[3])
}

function numericDate(match: RegExpMatchArray): string {
  const [first, second] = [Number(match[1]), Number(match[2])]
  const year = match[3]?.length === 2 ? `20${match[3]}` : match[3]
  if (first > 12 && second <= 12) return `${year}-${pad(second)}-${pad(first)}`
  if (second > 12 && first <= 12) return `${year}-${pad(first)}-${pad(second)}`
  return match[0]
}

function pushNamed(found: Candidate[], match: RegExpMatchArray, day = '', month = '', year?: string): void {
  const number = Number(day)
  if (number < 1 || number > 31) return
  const at = months.indexOf(month.slice(0, 3).toLowerCase()) + 1
  found.push(candidate('date', `${year ?? '-'}-${pad(at)}-${pad(number)}`, match[0], match.index ?? 0))
}

const pad = (value: number) => String(value).padStart(2, '0')

const cardPattern = /\b(?:\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}|\d{4}[ -]\d{6}[ -]\d{5}|[3-6]\d{12,18})\b/g

/** Fewer ASCII digits are no card. */
export const fewestCardDigits = 13

/** Payment cards (ISO/IEC 7812) that pass the Luhn check, as digits. */
export function cards(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(cardPattern)) {
    const digits = match[0].replace(/\D/g, '')
    if (digits.length >= fewestCardDigits && digits.length <= 19 && passesLuhn(digits)) {
      found.push(candidate('card', digits, match[0], match.index))
    }
  }
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const ibanPattern = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/gi

const ibanStart = /[A-Z]{2}\d{2}/i

/** IBANs (ISO 13616) with valid check digits, upper case without spaces. */
export function ibans(text: string, found: Candidate[]): void {
  if (!ibanStart.test(text)) return
  for (const match of text.matchAll(ibanPattern)) {
    // The pattern may swallow the words that follow; the longest valid prefix is the account.
    for (let literal = match[0]; literal.length >= 15; literal = literal.slice(0, -1)) {
      const value = literal.replaceAll(' ', '').toUpperCase()
      if (literal.endsWith(' ') || !isValidIBAN(value)) continue
      found.push(candidate('iban', value, literal, match.index))
      break
    }
  }
}
