import type { Span } from './detector'

export type Placeholder = Span & { name: string }

const wellFormed = /\{\{([a-z][a-z0-9_]{0,39})\}\}/g

/** `{{slot}}` placeholders: lower-case names, no spaces, nothing nested; anything else in braces is text, and a finding. */
export function placeholdersOf(template: string): Placeholder[] {
  return [...template.matchAll(wellFormed)].map((match) => ({
    name: match[1]!,
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** Fills placeholders once; what a value contains is never read as a template again. */
export function fill(template: string, valueOf: (name: string) => string | undefined): string {
  return template.replace(wellFormed, (whole, name: string) => valueOf(name) ?? whole)
}
