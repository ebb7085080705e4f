import { dimensions, Encoder, type Encoded } from './encoder'
import { featuresOf } from './features'
import { trainLinear } from './linear'
import { buildIndex, expertFor, type Expert, type Frame, type PostingIndex } from './neighbours'
import { quantize, type Weights } from './weights'
import { log } from './numbers'
import { vectorRow } from '../word-table/word-vectors'

export type ClassName = { key: string; reject: boolean }

/** A text somebody approved, rejected or merely asked, as canonical tokens with the number of its class. */
export type Example = { tokens: readonly string[]; class: number }

/** Everything that the experts look things up in. The background is the last class. */
export type Memory = {
  classes: readonly ClassName[]
  background: number
  encoder: Encoder
  linear: Weights | null
  examples: readonly Encoded[]
  exampleClass: Int32Array
  classExamples: readonly number[][]
  classStems: readonly ReadonlySet<string>[]
  /** Rows in the word table of each class's stems. */
  classVectorRows: readonly (readonly number[])[]
  classFeatures: readonly ReadonlySet<number>[]
  wordIndex: PostingIndex
  charIndex: PostingIndex
  /** Rows of `dimensions` per example. */
  dense: Float32Array
  /** Words, pieces of words, meaning. */
  experts: readonly [Expert, Expert, Expert]
  logits: Float64Array
  combined: Float64Array
  wholeFrame: Frame
  /** Remembered nearness of words to classes, see `coverageOf`. */
  closest: Map<number, number>
}

/** Above this a softmax over all classes costs more than it knows; neighbours speak for their class instead. */
const maxLinearClasses = 400

/** Numbers the features of all examples, sorted, with 1 + ln((N + 1) / (df + 1)). */
export function buildEncoder(examples: readonly Example[]): Encoder {
  const frequency = new Map<string, number>()
  for (const { tokens } of examples) {
    const { words, chars } = featuresOf(tokens)
    for (const name of words.keys()) frequency.set(name, (frequency.get(name) ?? 0) + 1)
    for (const name of chars.keys()) frequency.set(name, (frequency.get(name) ?? 0) + 1)
  }
  const features = [...frequency.keys()].sort()
  const total = log(examples.length + 1)
  const idf = Float64Array.from(features, (name) => 1 + total - log((frequency.get(name) ?? 0) + 1))
  return new Encoder(features, idf, 1 + total)
}

export type LearningOptions = {
  seed: number
  epochs?: number
  rate?: number
  decay?: number
  backgroundShare?: number
}

export function learnLinear(
  classes: readonly ClassName[],
  encoder: Encoder,
  encoded: readonly Encoded[],
  exampleClass: readonly number[],
  options: LearningOptions,
): Weights | null {
  if (classes.length > maxLinearClasses) return null
  const background = classes.length - 1
  const foreign = exampleClass.filter((c) => c === background).length
  // However much shadow traffic there is, it must not drown ten approved phrasings.
  const share = (options.backgroundShare ?? 0.3) * (exampleClass.length - foreign)
  const weight = foreign === 0 ? 1 : Math.min(1, share / foreign)
  const rows = encoded.map((one, i) => ({
    encoded: one,
    class: exampleClass[i] as number,
    weight: exampleClass[i] === background ? weight : 1,
  }))
  // What is calibrated is what is stored and served: the quantised weights, not these.
  return quantize(
    trainLinear(
      rows,
      { classes: classes.length, features: encoder.features.length },
      { epochs: 12, rate: 2, ...options },
    ),
  )
}

export function buildMemory(
  classes: readonly ClassName[],
  examples: readonly Example[],
  options: LearningOptions,
): Memory {
  const encoder = buildEncoder(examples)
  const encoded = examples.map(({ tokens }) => encoder.encode(tokens))
  const exampleClass = examples.map((example) => example.class)
  return assembleMemory(
    classes,
    encoder,
    encoded,
    exampleClass,
    learnLinear(classes, encoder, encoded, exampleClass, options),
  )
}

export function assembleMemory(
  classes: readonly ClassName[],
  encoder: Encoder,
  examples: readonly Encoded[],
  exampleClass: readonly number[],
  linear: Weights | null,
): Memory {
  const classExamples: number[][] = classes.map(() => [])
  const classStems = classes.map(() => new Set<string>())
  const classFeatures = classes.map(() => new Set<number>())
  const dense = new Float32Array(examples.length * dimensions)
  examples.forEach((example, i) => {
    const c = exampleClass[i] as number
    classExamples[c]?.push(i)
    for (const stem of example.stems) classStems[c]?.add(stem)
    for (const id of example.wordIds) classFeatures[c]?.add(id)
    dense.set(example.dense, i * dimensions)
  })
  const features = encoder.features.length
  const expert = () => expertFor(examples.length, classes.length)
  return {
    classes,
    background: classes.length - 1,
    encoder,
    linear,
    examples,
    exampleClass: Int32Array.from(exampleClass),
    classExamples,
    classStems,
    classVectorRows: classStems.map((stems) => [...stems].map(vectorRow).filter((row) => row >= 0)),
    classFeatures,
    wordIndex: buildIndex(
      examples.map((e) => ({ ids: e.wordIds, weights: e.wordWeights })),
      features,
    ),
    charIndex: buildIndex(
      examples.map((e) => ({ ids: e.charIds, weights: e.charWeights })),
      features,
    ),
    dense,
    experts: [expert(), expert(), expert()],
    logits: new Float64Array(classes.length),
    combined: new Float64Array(classes.length),
    closest: new Map(),
    wholeFrame: {
      classes: classes.map((_, c) => c),
      slots: Int32Array.from(classes, (_, c) => c),
      background: classes.length - 1,
    },
  }
}
