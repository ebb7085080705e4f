import { isUtf8 } from 'node:buffer'
import { L0Error } from '@/lib/kernel/errors'
import type { Call } from './call'

/** Nesting beyond this is no honest request; recursion over it could exhaust the stack. */
const maxDepth = 64

/** Throws `unsupported_media_type` for a body that is not said to be JSON. */
export function requireJson(call: Call): void {
  const type = call.header('content-type') ?? ''
  if (type === 'application/json') return
  if (type.split(';')[0]!.trim().toLowerCase() === 'application/json') return
  throw new L0Error('unsupported_media_type', 'Send the body as application/json.')
}

/** A body as JSON: UTF-8, syntax and depth are checked in that order. Throws `invalid_input`. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw malformed('The body is empty.')
  if (!isUtf8(bytes)) throw malformed('The body is not valid UTF-8.')
  const text = withoutMark(bytes.toString('utf8'))
  if (tooDeep(text)) throw malformed(`The body is nested deeper than ${maxDepth} levels.`)
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('The body is not valid JSON.')
  }
}

/** A byte order mark is not JSON, but some clients send one. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

function tooDeep(text: string): boolean {
  if (!opensMoreThan(text, maxDepth)) return false
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (inString) {
      if (char === 92) i++
      else if (char === 34) inString = false
      continue
    }
    if (char === 34) inString = true
    else if (char === 123 || char === 91) {
      if (++depth > maxDepth) return true
    } else if (char === 125 || char === 93) depth--
  }
  return false
}

/** Few brackets, wherever they stand, cannot nest deep: nearly every body is told by this, without a look inside. */
function opensMoreThan(text: string, most: number): boolean {
  let opened = 0
  for (const bracket of ['{', '[']) {
    let at = text.indexOf(bracket)
    while (at >= 0 && ++opened <= most) at = text.indexOf(bracket, at + 1)
  }
  return opened > most
}

function malformed(message: string): L0Error {
  return new L0Error('invalid_input', message, {
    fields: [{ field: 'body', message }],
    extra: { malformed: true },
  })
}
