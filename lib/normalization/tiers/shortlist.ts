import type { IntentSpec } from '../schema'
import { stem } from '../text/stem'
import { tokenize } from '../text/tokens'
import { byCodeUnits } from '../train-release'

/**
 * The `max` intents that share most with a text: rare shared stems count more. Deterministic, ties by key; all
 * of them when there are no more than `max`.
 */
export function shortlist(text: string, intents: readonly IntentSpec[], max: number): IntentSpec[] {
  if (intents.length <= max) return [...intents]
  const wanted = new Set(stems(text))
  const shared = intents.map((intent) => ({ intent, words: sharedStems(wanted, intent) }))
  const frequency = new Map<string, number>()
  for (const { words } of shared)
    for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  const scored = shared.map(({ intent, words }) => ({
    intent,
    score: words.reduce((sum, word) => sum + 1 / (frequency.get(word) ?? 1), 0),
  }))
  return scored
    .sort((a, b) => b.score - a.score || byCodeUnits(a.intent.key, b.intent.key))
    .slice(0, max)
    .map(({ intent }) => intent)
}

function sharedStems(wanted: ReadonlySet<string>, { key, phrasings }: IntentSpec): string[] {
  const own = new Set<string>()
  for (const text of [key.replaceAll('_', ' '), ...phrasings]) {
    for (const word of stems(text)) if (wanted.has(word)) own.add(word)
  }
  return [...own]
}

function stems(text: string): string[] {
  return tokenize(text).map(stem)
}
