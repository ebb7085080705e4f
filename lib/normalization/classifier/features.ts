import { groupsOf, groupsOfPhrase } from '../text/synonyms'
import { stem } from '../text/stem'

/** Names of what a text contains: `words` (stems, pairs, meaning groups) and `chars` (pieces of words). */
export type TextFeatures = { stems: string[]; words: Map<string, number>; chars: Map<string, number> }

const maxTokens = 60

/**
 * Features of canonical tokens. Relative weights: a stem 1, a neighbouring pair .6, a meaning group .5.
 * Only the first 60 tokens are read: work per query stays bounded.
 */
export function featuresOf(tokens: readonly string[]): TextFeatures {
  const stems = tokens.slice(0, maxTokens).map(stem)
  const words = new Map<string, number>()
  const chars = new Map<string, number>()
  let previous = '^'
  stems.forEach((current, at) => {
    add(words, `w:${current}`, 1)
    add(words, `p:${previous} ${current}`, 0.6)
    addGroups(words, stems, at, current)
    addPieces(chars, current)
    previous = current
  })
  add(words, `p:${previous} $`, 0.6)
  return { stems, words, chars }
}

function addGroups(words: Map<string, number>, stems: readonly string[], at: number, current: string): void {
  for (const group of groupsOf(current)) set(words, `g:${group}`, 0.5)
  if (at === 0) return
  const two = `${stems[at - 1]} ${current}`
  for (const group of groupsOfPhrase(two)) set(words, `g:${group}`, 0.5)
  if (at === 1) return
  for (const group of groupsOfPhrase(`${stems[at - 2]} ${two}`)) set(words, `g:${group}`, 0.5)
}

/** Pieces of three to five letters with the word's borders marked, as fastText does (arXiv 1607.04606). */
function addPieces(chars: Map<string, number>, word: string): void {
  if (word.charCodeAt(0) === 123) {
    add(chars, word, 1)
    return
  }
  const bordered = `<${word.slice(0, 24)}>`
  for (let size = 3; size <= 5; size++) {
    for (let i = 0; i + size <= bordered.length; i++) add(chars, bordered.slice(i, i + size), 1)
  }
}

function add(map: Map<string, number>, name: string, weight: number): void {
  map.set(name, (map.get(name) ?? 0) + weight)
}

function set(map: Map<string, number>, name: string, weight: number): void {
  map.set(name, weight)
}
