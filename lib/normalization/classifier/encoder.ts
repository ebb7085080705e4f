import { featuresOf } from './features'
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

/** Turns tokens into vectors with the feature numbers and inverse document frequencies of one release. */
export class Encoder {
  private readonly index = new Map<string, number>()

  constructor(
    readonly features: readonly string[],
    /** Inverse document frequency of each feature. */
    readonly idf: ArrayLike<number>,
    readonly unseenIdf: number,
  ) {
    features.forEach((name, id) => this.index.set(name, id))
  }

  idOf(name: string): number | undefined {
    return this.index.get(name)
  }

  encode(tokens: readonly string[]): Encoded {
    const { stems, words, chars } = featuresOf(tokens)
    const [wordIds, wordWeights] = this.block(words)
    const [charIds, charWeights] = this.block(chars)
    return { stems, wordIds, wordWeights, charIds, charWeights, dense: sentenceVector(stems) }
  }

  /** Unknown features count towards the length: a text full of unknown words is similar to nothing. */
  private block(features: Map<string, number>): [number[], number[]] {
    const ids: number[] = []
    const weights: number[] = []
    let squares = 0
    for (const [name, tf] of features) {
      const id = this.index.get(name)
      const weight = tf * (id === undefined ? this.unseenIdf : (this.idf[id] ?? 0))
      squares += weight * weight
      if (id === undefined) continue
      ids.push(id)
      weights.push(weight)
    }
    const norm = squares > 0 ? Math.sqrt(squares) : 1
    for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] ?? 0) / norm
    return [ids, weights]
  }
}

export { dimensions }
