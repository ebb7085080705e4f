import { canonicalText } from './canonical'
import { extractEntities, maskEntities } from './entities'
import type { Normalizer } from './normalizer'
import { stem } from './text/stem'
import type { IntentSpec } from './schema'

export type Collision = {
  intent: string
  /** `same_text`: the canonical texts are equal; `same_words`: the same stems in another order; `reads_as`: the release takes it for the other intent. */
  kind: 'same_text' | 'same_words' | 'reads_as'
  with: string
  confidence: number
}

/**
 * Would this phrasing, approved for `intent`, belong to another intent as well? Texts that collide teach the
 * classifier a contradiction, so a release with one is refused. `reads_as` is only a warning: correcting the
 * classifier is what examples are for.
 */
export function findCollisions(
  phrasing: string,
  intent: string,
  others: readonly IntentSpec[],
  normalizer?: Normalizer,
): Collision[] {
  const text = masked(phrasing)
  const words = sortedStems(text)
  const found: Collision[] = []
  for (const other of others) {
    if (other.key === intent) continue
    for (const example of other.phrasings) {
      const theirs = masked(example)
      if (theirs === text) found.push({ intent: other.key, kind: 'same_text', with: example, confidence: 1 })
      else if (sortedStems(theirs) === words)
        found.push({ intent: other.key, kind: 'same_words', with: example, confidence: 1 })
    }
  }
  const guess = normalizer?.guess(phrasing)
  if (
    guess?.key &&
    guess.key !== intent &&
    guess.accepted &&
    !found.some((one) => one.intent === guess.key)
  ) {
    found.push({ intent: guess.key, kind: 'reads_as', with: phrasing, confidence: guess.confidence })
  }
  return found
}

/** All pairs of intents that share a phrasing: what stops a release. */
export function releaseCollisions(intents: readonly IntentSpec[]): { text: string; intents: string[] }[] {
  const owners = new Map<string, Set<string>>()
  for (const { key, phrasings } of intents) {
    for (const phrasing of phrasings) {
      const text = masked(phrasing)
      const keys = owners.get(text) ?? new Set()
      owners.set(text, keys.add(key))
    }
  }
  return [...owners]
    .filter(([, keys]) => keys.size > 1)
    .map(([text, keys]) => ({ text, intents: [...keys].sort() }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
}

function masked(text: string): string {
  return canonicalText(maskEntities(text, extractEntities(text)))
}

function sortedStems(text: string): string {
  return text.split(' ').map(stem).sort().join(' ')
}
