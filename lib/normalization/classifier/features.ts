import { groupsOf, groupsOfPhrase } from '../text/synonyms'
import { stem } from '../text/stem'

/** Names of what a text contains: `words` (stems, pairs, meaning groups) and `chars` (pieces of words). */
export type TextFeatures = { stems: string[]; words: Map<string, number>; chars: Map<string, number> }

const maxTokens = 60

/** The stems of canonical tokens. Only the first 60 are read: work per query stays bounded. */
export function stemsOf(tokens: readonly string[]): string[] {
  return tokens.slice(0, maxTokens).map(stem)
}

/** Both kinds of features, each with how often it occurs (see `wordFeatures`, `piecesOf`). */
export function featuresOf(tokens: readonly string[]): TextFeatures {
  const stems = stemsOf(tokens)
  const chars = new Map<string, number>()
  for (const word of stems) for (const piece of piecesOf(word)) add(chars, piece, 1)
  return { stems, words: wordFeatures(stems), chars }
}

/** Relative weights: a stem 1, a neighbouring pair .6, a meaning group .5. */
export function wordFeatures(stems: readonly string[]): Map<string, number> {
  const words = new Map<string, number>()
  let previous = '^'
  for (let at = 0; at < stems.length; at++) {
    const current = stems[at] as string
    add(words, `w:${current}`, 1)
    add(words, `p:${previous} ${current}`, 0.6)
    addGroups(words, stems, at, current)
    previous = current
  }
  add(words, `p:${previous} $`, 0.6)
  return words
}

/** Pieces of three to five letters with the word's borders marked, as fastText does (arXiv 1607.04606). */
export function piecesOf(word: string): string[] {
  if (word.charCodeAt(0) === 123) return [word]
  const bordered = `<${word.slice(0, 24)}>`
  const pieces: string[] = []
  for (let size = 3; size <= 5; size++) {
    for (let i = 0; i + size <= bordered.length; i++) pieces.push(bordered.slice(i, i + size))
  }
  return pieces
}

function addGroups(words: Map<string, number>, stems: readonly string[], at: number, current: string): void {
  for (const group of groupsOf(current)) set(words, `g:${group}`, 0.5)
  if (at === 0) return
  const two = `${stems[at - 1]} ${current}`
  for (const group of groupsOfPhrase(two)) set(words, `g:${group}`, 0.5)
  if (at === 1) return
  for (const group of groupsOfPhrase(`${stems[at - 2]} ${two}`)) set(words, `g:${group}`, 0.5)
}

function add(map: Map<string, number>, name: string, weight: number): void {
  map.set(name, (map.get(name) ?? 0) + weight)
}

function set(map: Map<string, number>, name: string, weight: number): void {
  map.set(name, weight)
}
