import { groupsOf } from '../text/synonyms'
import { rowCosine, tellingWeight, vectorRow } from '../word-table/word-vectors'
import type { Memory } from './memory'

const telling = 0.5
const near = 0.45
const fewestExamples = 8
const mostSurprises = 0.2

/**
 * Telling words of a query that nobody used for a class and that mean nothing near to what they used: a new object
 * ("change the *delivery date*", "delete my saved *card*") makes a new question however alike the rest is.
 *
 * Only a class that has shown its vocabulary is judged so: when its own examples, each looked at by the others, bring
 * such words in more than a fifth of the cases, or when it has fewer than eight, new words are what to expect.
 */
export class ForeignWords {
  private readonly closed = new Map<number, boolean>()

  constructor(private readonly memory: Memory) {}

  find(stems: readonly string[], c: number): string[] {
    const known = this.memory.classStems[c]
    if (!known) return []
    const suspects = stems.filter((word) => !known.has(word) && isTelling(word))
    if (suspects.length === 0 || !this.isClosed(c)) return []
    return suspects.filter(
      (word) => !hasNear(word, this.memory.classVectorRows[c] ?? []) && !this.sharesMeaning(word, c),
    )
  }

  /** "save" for "set up": one meaning group, though the vectors are far apart. */
  private sharesMeaning(word: string, c: number): boolean {
    return groupsOf(word).some((group) => {
      const id = this.memory.encoder.idOf(`g:${group}`)
      return id !== undefined && (this.memory.classFeatures[c]?.has(id) ?? false)
    })
  }

  private isClosed(c: number): boolean {
    const known = this.closed.get(c)
    if (known !== undefined) return known
    const examples = (this.memory.classExamples[c] ?? []).map((e) => new Set(this.memory.examples[e]?.stems))
    const counts = new Map<string, number>()
    for (const stems of examples) for (const word of stems) counts.set(word, (counts.get(word) ?? 0) + 1)
    const surprises = examples.filter((stems) => isSurprise(stems, counts)).length
    const closed = examples.length >= fewestExamples && surprises <= mostSurprises * examples.length
    this.closed.set(c, closed)
    return closed
  }
}

/** Does an example hold a telling word that no other example of its class has or comes near to? */
function isSurprise(stems: ReadonlySet<string>, counts: ReadonlyMap<string, number>): boolean {
  const own = [...stems].filter((word) => counts.get(word) === 1 && isTelling(word))
  if (own.length === 0) return false
  const others = [...counts]
    .filter(([word, count]) => count > 1 || !stems.has(word))
    .map(([word]) => vectorRow(word))
  return own.some((word) => !hasNear(word, others))
}

function isTelling(word: string): boolean {
  return word.length > 2 && word.charCodeAt(0) !== 123 && tellingWeight(word) >= telling
}

function hasNear(word: string, rows: readonly number[]): boolean {
  const row = vectorRow(word)
  return row >= 0 && rows.some((other) => rowCosine(row, other) >= near)
}
