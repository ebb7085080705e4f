import { guardSpecs, hasQuotes, type GuardName } from './guard-kinds/guard-specs'

export { hasQuotes, type GuardName }

/** What a guard saw: its name and the words that made it fire. */
export type GuardHit = { name: GuardName; words: string }

/**
 * Constructions that turn a question into a different one although nearly all its words are the same:
 * "do *not* cancel", "*undo* the cancellation", "cancel *only* the blue one". `tokens` are canonical tokens of the
 * whole query, politeness included.
 */
export function findGuards(tokens: readonly string[], raw = ''): GuardHit[] {
  const text = ` ${tokens.join(' ')} `
  const hits: GuardHit[] = []
  for (const spec of guardSpecs) {
    const words = spec.find(text, raw)
    if (words !== null) hits.push({ name: spec.name, words })
  }
  return hits
}

/**
 * The guards that an intent's own approved phrasings and rules contain. Such an intent *is* about that
 * construction ("why was I charged"), so they do not turn its hits away.
 */
export function allowedGuards(examples: readonly (readonly string[])[]): Set<GuardName> {
  const counts = new Map<GuardName, number>()
  for (const tokens of examples) {
    for (const { name } of findGuards(tokens)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  // One odd phrasing among many must not switch a guard off for the whole intent.
  const needed = Math.max(1, Math.ceil(examples.length * 0.08))
  return new Set([...counts].filter(([, count]) => count >= needed).map(([name]) => name))
}
