import { RE2JS } from 're2js'
import { limits, type SlotSpec } from '../schema'

/**
 * A rule is a RE2 expression (linear time) that must cover the *whole* canonical text, without regard to case.
 * `{order_id}` stands for an entity of that slot. Text with `…` (or `...`) is read as the friendly form:
 * `…` is up to four words of anything, `|` binds to single words or groups: `cancel|stop|(call off) … {order_id}`.
 */
export type CompiledPattern = {
  /** Words of which at least one must occur for the pattern to match; empty when nothing can be said. */
  literals: string[]
  readonly regex: RE2JS
}

export function compilePattern(pattern: string): CompiledPattern {
  const source = toRegex(pattern)
  let regex: RE2JS | undefined
  return {
    literals: requiredLiterals(source),
    // Compiling costs more than loading a release of thousands of rules may take, so it waits for its first use.
    get regex() {
      return (regex ??= RE2JS.compile(source, RE2JS.CASE_INSENSITIVE))
    },
  }
}

/** What is wrong with a rule, in sentences an admin can act on; empty when it can be used. */
export function validatePattern(pattern: string, slots: readonly SlotSpec[]): string[] {
  if (pattern.trim() === '') return ['The pattern is empty.']
  if (pattern.length > limits.patternLength)
    return [`The pattern is longer than ${limits.patternLength} characters.`]
  const names = new Set(slots.map((slot) => slot.name))
  const unknown = [...pattern.matchAll(slotToken)]
    .map((match) => match[1] ?? '')
    .filter((name) => !names.has(name))
  const problems = unknown.map((name) => `{${name}} is not a slot of this intent.`)
  try {
    const { regex } = compilePattern(pattern)
    if (regex.testExact('')) problems.push('The pattern matches an empty question.')
    if (regex.testExact('zqx zqx zqx zqx')) problems.push('The pattern matches everything.')
  } catch (error) {
    problems.push(
      `Not a valid expression (RE2 syntax): ${error instanceof Error ? error.message : 'unknown error'}.`,
    )
  }
  return problems
}

const slotToken = /(?<![\\\w}\])]|\{)\{([a-z][a-z0-9_]*)\}(?!\})/g
const gap = '(?:\\s+\\S+){0,4}?\\s+'
const openGap = '(?:\\S+\\s+){0,4}?'

function toRegex(pattern: string): string {
  const trimmed = pattern.trim().replaceAll('...', '…')
  const friendly = trimmed.includes('…')
  const source = friendly ? friendlyToRegex(trimmed) : trimmed
  return source.replace(slotToken, '\\{\\{$1\\}\\}')
}

function friendlyToRegex(pattern: string): string {
  const parts = pattern.split('…').map((part) => part.trim())
  const words = parts.map((part) => splitWords(part).map(groupAlternatives).join('\\s+'))
  let source = ''
  words.forEach((part, index) => {
    if (index === 0) {
      source = part
      return
    }
    if (part === '') source += '(?:\\s+\\S+){0,4}?'
    if (part !== '') source += source === '' ? openGap + part : gap + part
  })
  return source
}

/** Splits at spaces outside parentheses, brackets and braces. */
function splitWords(text: string): string[] {
  const words: string[] = []
  let depth = 0
  let word = ''
  for (const char of text) {
    if ('([{'.includes(char)) depth++
    if (')]}'.includes(char)) depth--
    if (char === ' ' && depth <= 0) {
      if (word) words.push(word)
      word = ''
      continue
    }
    word += char
  }
  return word ? [...words, word] : words
}

const groupAlternatives = (word: string) => (word.includes('|') ? `(?:${word})` : word)

/**
 * The most selective part that every match must contain: a plain word, or the words of a plain alternation.
 * Only used to skip patterns; being empty is always right, so unclear syntax gives up.
 */
function requiredLiterals(source: string): string[] {
  let best: string[] = []
  for (const match of source.matchAll(
    /\((?:\?:)?([a-z0-9 |]+)\)(?![?*{])|(?<![\\\w])([a-z0-9]{3,})(?![\w?*{|])/g,
  )) {
    if (insideOptional(source, match.index) || /\|/.test(stripGroups(source))) continue
    const words = (match[1] ?? match[2] ?? '').split('|').map((word) => word.trim().split(' ')[0] ?? '')
    if (words.some((word) => word.length < 3)) continue
    const shortest = Math.min(...words.map((word) => word.length))
    const bestShortest = best.length === 0 ? 0 : Math.min(...best.map((word) => word.length))
    if (shortest > bestShortest || (shortest === bestShortest && words.length < best.length)) best = words
  }
  return best
}

/** True when a position lies inside any group: what surrounds it may be optional or an alternative. */
function insideOptional(source: string, index: number): boolean {
  let depth = 0
  for (let i = 0; i < index; i++) {
    if (source[i] === '(' && source[i - 1] !== '\\') depth++
    if (source[i] === ')' && source[i - 1] !== '\\') depth--
  }
  return depth > 0 || source.lastIndexOf('[', index) > source.lastIndexOf(']', index)
}

function stripGroups(source: string): string {
  let depth = 0
  let outside = ''
  for (const char of source) {
    if (char === '(') depth++
    if (depth === 0) outside += char
    if (char === ')') depth--
  }
  return outside
}
