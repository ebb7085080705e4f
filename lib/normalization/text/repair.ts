import { BoundedMemo } from '../bounded-memo'
import { isKnownStem } from '../word-table/word-vectors'
import { stem } from './stem'

const shortest = 4
const longest = 24
const maxWords = 20_000

/**
 * Repairs typing errors towards the words a workspace uses: an unknown word at Damerau–Levenshtein distance one
 * (OSA: one letter more, less, other or swapped) of exactly one best known word becomes that word. Common English
 * words and words of the workspace are never touched. Candidates come from a deletion index (as in SymSpell), so
 * the work per word does not grow with the vocabulary.
 */
export class SpellingRepair {
  private readonly trusted = new Map<string, number>()
  private readonly deletions = new Map<string, string[]>()
  private readonly repaired = new BoundedMemo<string>(20_000)

  /** `texts`: tokens of approved and rejected phrasings. A word is trusted when it is English or occurs twice. */
  constructor(texts: readonly (readonly string[])[]) {
    const counts = new Map<string, number>()
    for (const tokens of texts)
      for (const token of new Set(tokens)) counts.set(token, (counts.get(token) ?? 0) + 1)
    const words = [...counts].filter(
      ([word, count]) => isWord(word) && (count >= 3 || isKnownStem(stem(word))),
    )
    words.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    for (const [word, count] of words.slice(0, maxWords)) {
      this.trusted.set(word, count)
      if (word.length < shortest) continue
      for (const key of deletionsOf(word)) this.index(key, word)
    }
  }

  repair(tokens: readonly string[]): string[] {
    return tokens.map((token) =>
      token.length > longest ? token : this.repaired.of(token, () => this.repairWord(token)),
    )
  }

  private repairWord(token: string): string {
    if (token.length < shortest || token.length > longest || !isWord(token)) return token
    if (this.trusted.has(token) || isKnownStem(stem(token))) return token
    let best: string | undefined
    for (const key of deletionsOf(token)) {
      for (const word of this.deletions.get(key) ?? []) if (this.isBetter(word, best, token)) best = word
    }
    return best ?? token
  }

  private isBetter(word: string, best: string | undefined, token: string): boolean {
    if (word === best || !withinOneEdit(word, token)) return false
    if (best === undefined) return true
    const rank = (one: string) => (one[0] === token[0] ? 1_000_000 : 0) + (this.trusted.get(one) ?? 0)
    return rank(word) > rank(best) || (rank(word) === rank(best) && word < best)
  }

  private index(key: string, word: string): void {
    const words = this.deletions.get(key)
    if (words) words.push(word)
    if (!words) this.deletions.set(key, [word])
  }
}

function isWord(token: string): boolean {
  for (let i = 0; i < token.length; i++) {
    const code = token.charCodeAt(i)
    if (code < 97 || code > 122) return false
  }
  return true
}

function deletionsOf(word: string): string[] {
  const keys = [word]
  for (let i = 0; i < word.length; i++) keys.push(word.slice(0, i) + word.slice(i + 1))
  return keys
}

function withinOneEdit(a: string, b: string): boolean {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let [endA, endB] = [a.length, b.length]
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  if (endA - start <= 1 && endB - start <= 1) return true
  return endA - start === 2 && endB - start === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]
}
