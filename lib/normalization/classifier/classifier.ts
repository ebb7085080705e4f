import type { ClassifierModel } from '../schema'
import { acceptorScore, confidenceOf } from './acceptor'
import { ForeignWords } from './foreign-words'
import { assembleMemory, buildEncoder, type Memory } from './memory'
import { assess, type Assessment } from './signals'
import { readWeights } from './weights'

export type Verdict = {
  /** The intent it reads as, also when it is not certain enough. Null for rejected intents and background. */
  key: string | null
  accepted: boolean
  /** Calibrated probability that the key is right, 0…1 in steps of 1e-4. */
  confidence: number
  detail: string
  data: Record<string, string | number>
}

/**
 * The classifier of a release. Its indexes are most of what a release costs to load (tens of milliseconds and megabytes),
 * and many workspaces' questions are all told by their rules: they are built for the first text that needs them.
 */
export class Classifier {
  private built: { memory: Memory; foreign: ForeignWords } | undefined

  constructor(private readonly model: ClassifierModel) {}

  private indexes(): { memory: Memory; foreign: ForeignWords } {
    if (!this.built) {
      const memory = loadMemory(this.model)
      this.built = { memory, foreign: new ForeignWords(memory) }
    }
    return this.built
  }

  classify(tokens: readonly string[]): Verdict {
    const { memory, foreign: foreignWords } = this.indexes()
    const encoded = memory.encoder.encode(tokens)
    if (encoded.wordIds.length === 0) return nothingKnown
    const found = assess(memory, encoded)
    const score = acceptorScore(found.signals)
    const name = memory.classes[found.best]
    const key = name && !name.reject ? name.key : null
    const threshold = this.model.thresholds[found.best] ?? Infinity
    const confidence = confidenceOf(score)
    const explained = this.explain(memory, found, score, threshold)
    if (key === null || score < threshold) return { key, accepted: false, confidence, ...explained }
    const foreign = foreignWords.find(encoded.stems, found.best)
    if (foreign.length === 0) return { key, accepted: true, confidence, ...explained }
    const detail = `${key}: nobody used these words for it: ${foreign.join(', ')}`
    return {
      key,
      accepted: false,
      confidence,
      detail,
      data: { ...explained.data, foreign_words: foreign.join(' ') },
    }
  }

  private explain(
    { classes }: Memory,
    { best, second, nearest, signals }: Assessment,
    score: number,
    threshold: number,
  ): Pick<Verdict, 'detail' | 'data'> {
    const name = classes[best]
    const verdict = name?.reject
      ? 'reads as a rejected intent'
      : score >= threshold
        ? 'accepted'
        : 'not certain enough'
    return {
      detail: `${name?.key ?? 'nothing'}: ${verdict} (score ${score}, needs ${threshold})`,
      data: {
        best: name?.key ?? '',
        second: classes[second]?.key ?? '',
        nearest_example: this.model.examples[nearest]?.text ?? '',
        score,
        threshold,
        word_similarity: permille(signals.wordSim),
        char_similarity: permille(signals.charSim),
        meaning_similarity: permille(signals.denseSim),
        coverage: permille(signals.coverage),
        margin: permille(signals.margin),
      },
    }
  }
}

const nothingKnown: Verdict = { key: null, accepted: false, confidence: 0, detail: 'no known word', data: {} }

function permille(value: number): number {
  return Math.round(value * 1_000) / 1_000
}

/** Rebuilds the indexes; only the linear weights are stored, everything else follows from the examples. */
function loadMemory(model: ClassifierModel): Memory {
  const examples = model.examples.map(({ text, class: c }) => ({ tokens: text.split(' '), class: c }))
  const encoder = buildEncoder(examples)
  const encoded = examples.map(({ tokens }) => encoder.encode(tokens))
  const exampleClass = examples.map((example) => example.class)
  return assembleMemory(
    model.classes,
    encoder,
    encoded,
    exampleClass,
    model.linear ? readWeights(model.linear) : null,
  )
}
