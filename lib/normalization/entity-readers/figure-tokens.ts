import { isDigit, isLetter } from './signs'

const longestPart = 40
const mostParts = 8

export type Span = { start: number; end: number }

/**
 * Where tokens with a digit stand: `#?[A-Za-z0-9]{1,40}(?:[-_][A-Za-z0-9]{1,40}){0,7}`, read from the left as a regular
 * expression would, without making a match of every word. Who knows where the first and the last digit are says so: the
 * words around them are not looked at.
 */
export function figureTokens(text: string, firstDigit = 0, lastDigit = text.length - 1): Span[] {
  const found: Span[] = []
  let i = runStart(text, firstDigit)
  while (i <= lastDigit) {
    const start = i
    if (text.charCodeAt(i) === hash) i++
    const end = tokenEnd(text, i)
    if (end === i) {
      i = start + 1
      continue
    }
    if (hasDigit(text, i, end)) found.push({ start, end })
    i = end
  }
  return found
}

const hash = 35
const dash = 45
const underscore = 95

/** No token reaches across what can stand in none. */
function runStart(text: string, inside: number): number {
  let start = inside
  while (start > 0 && standsInToken(text.charCodeAt(start - 1))) start--
  return start
}

function standsInToken(code: number): boolean {
  return isPart(code) || code === dash || code === underscore || code === hash
}

/** The end of the token whose first letter or digit would stand at `start`; `start` when there is none. */
function tokenEnd(text: string, start: number): number {
  let end = partEnd(text, start)
  if (end === start) return start
  for (let part = 1; part < mostParts; part++) {
    const code = text.charCodeAt(end)
    if (code !== dash && code !== underscore) return end
    const next = partEnd(text, end + 1)
    if (next === end + 1) return end
    end = next
  }
  return end
}

function partEnd(text: string, start: number): number {
  const most = Math.min(text.length, start + longestPart)
  let end = start
  while (end < most && isPart(text.charCodeAt(end))) end++
  return end
}

function isPart(code: number): boolean {
  return isLetter(code) || isDigit(code)
}

function hasDigit(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isDigit(text.charCodeAt(i))) return true
  return false
}
