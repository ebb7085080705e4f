import { piecesOf, stemsOf, wordFeatures } from './features'
import { dimensions, sentenceVector } from '../word-table/word-vectors'

/** Sparse unit vectors over known features, in feature order of first occurrence, and a dense unit vector. */
export type Encoded = {
  stems: string[]
  wordIds: number[]
  wordWeights: number[]
  charIds: number[]
  charWeights: number[]
  /** Share of the text's word weight that is known at all, 0…1. */
  dense: Float64Array
}

const mostUnknown = 40_000
const mostWords = 20_000

/** Turns tokens into vectors with the feature numbers and inverse document frequencies of one release. */
export class Encoder {
  private readonly index = new Map<string, number>()
  /** Numbers of the pieces of words; those that are no feature are numbered after the features. */
  private readonly pieces = new Map<string, Int32Array>()
  private readonly unknown = new Map<string, number>()
  /** Zeroed, one a number. */
  private readonly counts: Int32Array

  constructor(
    readonly features: readonly string[],
    /** Inverse document frequency of each feature. */
    readonly idf: ArrayLike<number>,
    readonly unseenIdf: number,
  ) {
    features.forEach((name, id) => this.index.set(name, id))
    this.counts = new Int32Array(features.length + mostUnknown)
  }

  idOf(name: string): number | undefined {
    return this.index.get(name)
  }

  encode(tokens: readonly string[]): Encoded {
    const stems = stemsOf(tokens)
    this.makeRoom()
    const [wordIds, wordWeights] = this.encodeWords(wordFeatures(stems))
    const [charIds, charWeights] = this.encodePieces(stems)
    return { stems, wordIds, wordWeights, charIds, charWeights, dense: sentenceVector(stems) }
  }

  /** Unknown features count towards the length: a text full of unknown words is similar to nothing. */
  private encodeWords(features: Map<string, number>): [number[], number[]] {
    const ids: number[] = []
    const weights: number[] = []
    let squares = 0
    for (const [name, count] of features) {
      const id = this.index.get(name)
      const weight = count * (id === undefined ? this.unseenIdf : (this.idf[id] as number))
      squares += weight * weight
      if (id === undefined) continue
      ids.push(id)
      weights.push(weight)
    }
    return [ids, toUnitLength(weights, squares)]
  }

  private encodePieces(stems: readonly string[]): [number[], number[]] {
    const { counts } = this
    const found: number[] = []
    for (const word of stems) {
      for (const piece of this.piecesIn(word)) {
        if (counts[piece] === 0) found.push(piece)
        counts[piece] = (counts[piece] as number) + 1
      }
    }
    const ids: number[] = []
    const weights: number[] = []
    let squares = 0
    for (const piece of found) {
      const isKnown = piece < this.features.length
      const weight = (counts[piece] as number) * (isKnown ? (this.idf[piece] as number) : this.unseenIdf)
      counts[piece] = 0
      squares += weight * weight
      if (!isKnown) continue
      ids.push(piece)
      weights.push(weight)
    }
    return [ids, toUnitLength(weights, squares)]
  }

  /** The same few words come all day: cutting them up and looking the pieces up is half the work of encoding. */
  private piecesIn(word: string): Int32Array {
    const known = this.pieces.get(word)
    if (known) return known
    const numbers = Int32Array.from(
      piecesOf(word),
      (name) => this.index.get(name) ?? this.numberUnknown(name),
    )
    this.pieces.set(word, numbers)
    return numbers
  }

  /** A text brings at most 60 words of 69 pieces each. */
  private makeRoom(): void {
    if (this.unknown.size + 4_200 < mostUnknown && this.pieces.size < mostWords) return
    this.unknown.clear()
    this.pieces.clear()
  }

  private numberUnknown(name: string): number {
    const known = this.unknown.get(name)
    if (known !== undefined) return known
    const number = this.features.length + this.unknown.size
    this.unknown.set(name, number)
    return number
  }
}

function toUnitLength(weights: number[], squares: number): number[] {
  const norm = squares > 0 ? Math.sqrt(squares) : 1
  for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] as number) / norm
  return weights
}

export { dimensions }
