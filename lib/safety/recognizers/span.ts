import type { RedactionType } from '../schema'

/** A stretch of text that is probably one piece of personal data; half-open, UTF-16 code units. */
export type Recognized = {
  type: Exclude<RedactionType, 'entity'>
  start: number
  end: number
  value: string
}

const lookBack = 40

/**
 * The words just before a candidate, lower case. Cut at the last placeholder or line break, so
 * that replacing one thing never brings another's context nearer: redaction stays idempotent.
 */
export function contextBefore(text: string, start: number, chars = lookBack): string {
  const raw = text.slice(Math.max(0, start - chars), start)
  const cut = Math.max(raw.lastIndexOf('}'), raw.lastIndexOf(']'), raw.lastIndexOf('\n'))
  return raw.slice(cut + 1).toLowerCase()
}

export function recognized(type: Recognized['type'], text: string, start: number, end: number): Recognized {
  return { type, start, end, value: text.slice(start, end) }
}

export function digitsOf(value: string): string {
  return value.replace(/\D/g, '')
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** ASCII letter, digit or underscore, or any non-ASCII letter: things a number must not touch. */
export function isWordAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  if (Number.isNaN(code)) return false
  if (code < 128)
    return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
  return /\p{L}/u.test(text[index]!)
}
