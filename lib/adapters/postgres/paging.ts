import { invalidInput } from '@/lib/kernel/errors'

/** Keyset cursors: the sort values of the last row, opaque to the caller. */
export function encodeCursor(values: string[]): string {
  return Buffer.from(JSON.stringify(values), 'utf8').toString('base64url')
}

/** Throws `invalid_input` for anything that is not a cursor of `length` values. */
export function decodeCursor(cursor: string | undefined, length: number): string[] | null {
  if (cursor === undefined) return null
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const whole = Array.isArray(values) && values.length === length
    if (whole && values.every((value) => typeof value === 'string')) return values as string[]
  } catch {
    // Falls through to the refusal.
  }
  throw invalidInput('cursor', 'is not one that a list has answered')
}

/** A contains-pattern in which the caller's own `%`, `_` and `\` are plain characters. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`
}

export function cursorDate(text: string): Date {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw invalidInput('cursor', 'is not one that a list has answered')
  return date
}
