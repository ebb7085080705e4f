import type { EntityType } from '../schema'
import { candidate, priorities, type Candidate } from './candidate'
import { countDigits } from './count-digits'
import { figureTokens } from './figure-tokens'
import { isDigit, isLetter, type Signs } from './signs'

const orderWords = new Set(
  'order orders purchase purchases ordr oder ordre orde oorder puchase purchse booking reservation item no number id nr ref reference confirmation'.split(
    ' ',
  ),
)
/** Said of any kind of number. */
const bareNumberWords = new Set(['no', 'number', 'id', 'nr', 'ref', 'reference'])
const invoiceWords = new Set(
  'invoice invoices bill bills receipt receipts inv invoic invoce invocie'.split(' '),
)
const trackingWords = new Set('tracking track parcel package shipment waybill awb consignment'.split(' '))
const otherNumbers = new Set(
  'zip zipcode postcode postal pin year in since code otp flight room apt apartment model'.split(' '),
)
const unitAfter =
  /^\s?(?:%|percent|st|nd|rd|th|am|pm|km|miles?|kg|lbs?|g|ml|inch(?:es)?|ft|feet|cm|mm|m|days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|seconds?|times?|items?|pieces?|people|persons?|degrees?|points?|calories|songs?|steps?)\b/i

const upsTracking = /^1Z[0-9A-Z]{16}$/i
const postalTracking = /^[A-Z]{2}\d{9}[A-Z]{2}$/i // UPU S10

function isTracking(bare: string): boolean {
  return (bare.length === 18 && upsTracking.test(bare)) || (bare.length === 13 && postalTracking.test(bare))
}

/** Order, invoice and tracking numbers: told apart by their shape, then by the nearest naming word before them. */
export function ids(text: string, { firstDigit, lastDigit }: Signs, found: Candidate[]): void {
  for (const { start, end } of figureTokens(text, firstDigit, lastDigit)) {
    if (touchesWord(text, start, end)) continue
    const literal = text.slice(start, end)
    const type = idType(text, start, literal)
    if (type) found.push(candidate(type, idValue(literal), literal, start, priorityOf(type, literal)))
  }
}

function priorityOf(type: EntityType, literal: string): number {
  // "#4111111111111111" is somebody's order: the sign outranks the Luhn check.
  return literal.startsWith('#') ? priorities.iban : priorities[type]
}

function idType(text: string, start: number, literal: string): EntityType | null {
  const bare = literal.startsWith('#') ? literal.slice(1) : literal
  if (isTracking(bare)) return 'tracking_number'
  const named = namedBefore(text, start)
  if (named === 'other') return literal.startsWith('#') ? 'order_id' : null
  const digits = countDigits(bare)
  const plainNumber = digits === bare.length
  const shaped = literal.startsWith('#') || (!plainNumber && looksLikeId(bare, digits))
  if (!shaped && !(plainNumber && digits >= (named ? 3 : 5) && digits <= 22)) return null
  if (
    plainNumber &&
    !shaped &&
    unitAfter.test(text.slice(start + literal.length, start + literal.length + 14))
  )
    return null
  if (
    plainNumber &&
    !literal.startsWith('#') &&
    isYear(bare) &&
    named !== 'invoice_id' &&
    named !== 'order_id'
  )
    return null
  return named ?? (/^inv/i.test(bare) ? 'invoice_id' : 'order_id')
}

/**
 * Of what is not digits alone: `GH-22910`, `BE182641`, `ABC-999`, `113-4471822-9982716`, `3f2a9c10-77de`; not `2nd`,
 * `covid-19`, `4runner`.
 */
function looksLikeId(bare: string, digits: number): boolean {
  const letters = bare.replace(/[^A-Za-z]/g, '').length
  const dashed = /[-_]/.test(bare)
  if (letters === 0)
    return dashed && digits >= 9 && !/^\d{4}-\d{2}-\d{2}$/.test(bare) && !/^\d{3}-\d{3}-\d{4}$/.test(bare)
  if (dashed) return digits >= 3 || (digits >= 2 && bare === bare.toUpperCase())
  if (/^[A-Za-z]{1,5}\d{4,}$/.test(bare)) return true
  return bare.length >= 8 && digits >= 4
}

function isYear(bare: string): boolean {
  return /^(?:19|20)\d\d$/.test(bare)
}

/** The kind of number that the few words before it announce ("my purchase no. 882913", "tracking info for …"). */
function namedBefore(text: string, start: number): EntityType | 'other' | undefined {
  const words = wordsBefore(text, start, 4)
  const nearest = words[0]
  if (nearest === undefined) return undefined
  if (otherNumbers.has(nearest)) return 'other'
  for (const word of words) {
    if (invoiceWords.has(word)) return 'invoice_id'
    if (trackingWords.has(word)) return word === 'track' ? 'order_id' : 'tracking_number'
    if (orderWords.has(word) && !bareNumberWords.has(word)) return 'order_id'
  }
  return orderWords.has(nearest) ? 'order_id' : undefined
}

/** Runs of ASCII letters in the 40 characters before, in lower case, the nearest first. */
function wordsBefore(text: string, start: number, most: number): string[] {
  const before = text.slice(Math.max(0, start - 40), start).toLowerCase()
  const words: string[] = []
  let i = before.length
  while (i > 0 && words.length < most) {
    while (i > 0 && !isLetter(before.charCodeAt(i - 1))) i--
    const end = i
    while (i > 0 && isLetter(before.charCodeAt(i - 1))) i--
    if (i < end) words.push(before.slice(i, end))
  }
  return words
}

/** Part of a word, a decimal, an address or a sum of money. */
function touchesWord(text: string, start: number, end: number): boolean {
  const after = text.charCodeAt(end)
  if (after === at) return true
  if ((after === 46 || after === 44) && isDigit(text.charCodeAt(end + 1))) return true
  // Nearly always a space.
  return start > 0 && text.charCodeAt(start - 1) !== 32 && glued.test(text[start - 1]!)
}

const at = 64
const glued = /[@\w$€£¥₹.+]/

/** Without `#`; letters in front are upper-cased ("abc-999" is "ABC-999"), hexadecimal ids stay as written. */
function idValue(literal: string): string {
  const bare = literal.startsWith('#') ? literal.slice(1) : literal
  return isLetter(bare.charCodeAt(0)) && /^[A-Za-z]+[-_]?\d/.test(bare) ? bare.toUpperCase() : bare
}
