import type { ClassifierModel, IntentSpec } from '../schema'
import type { TextReader } from '../text/read-text'
import { wordTableVersion } from '../word-table/word-vectors'
import { crossFit, foldCount } from './cross-fit'
import { genericBackground } from './generic-background'
import { buildEncoder, learnLinear, type ClassName, type Example } from './memory'
import { chooseThresholds } from './thresholds'
import { storeWeights } from './weights'

export type TrainingInput = {
  /** In the order of their keys, texts in the order of their hashes. */
  intents: readonly IntentSpec[]
  shadow: readonly string[]
  budget: number
  seed: number
  reader: TextReader
}

/** More background than this teaches nothing new and only costs time and space. */
const maxShadow = 600

/** Learns the experts from all texts, and from cross-fitted copies of them how far their agreement can be trusted. */
export function trainClassifier(
  input: TrainingInput,
  onProgress: (done: number, total: number, label: string) => void,
): ClassifierModel {
  const taught = input.intents.filter(({ phrasings }) => phrasings.length > 0)
  const classes: ClassName[] = taught.map(({ key, status }) => ({ key, reject: status === 'rejected' }))
  classes.push({ key: '__background__', reject: true })
  const examples = collectExamples(taught, input)
  const encoder = buildEncoder(examples)
  const encoded = examples.map(({ tokens }) => encoder.encode(tokens))
  const exampleClass = examples.map((example) => example.class)
  const steps = foldCount + 2
  onProgress(1, steps, 'learning')
  const linear = learnLinear(classes, encoder, encoded, exampleClass, { seed: input.seed })
  const judged = crossFit({ classes, examples, seed: input.seed }, (done) =>
    onProgress(1 + done, steps, 'calibrating'),
  )
  const { thresholds, calibration } = chooseThresholds(classes, judged, input.budget)
  onProgress(steps, steps, 'done')
  return {
    word_table: wordTableVersion,
    classes,
    examples: examples.map(({ tokens, class: c }) => ({ text: tokens.join(' '), class: c })),
    linear: linear ? storeWeights(linear) : null,
    thresholds,
    calibration,
  }
}

function collectExamples(taught: readonly IntentSpec[], { shadow, reader }: TrainingInput): Example[] {
  const examples: Example[] = []
  taught.forEach(({ phrasings }, c) => {
    const seen = new Set<string>()
    for (const phrasing of phrasings) pushOnce(examples, seen, reader.tokens(phrasing), c)
  })
  const seen = new Set<string>()
  for (const text of [...genericBackground, ...shadow.slice(0, maxShadow)]) {
    pushOnce(examples, seen, reader.tokens(text), taught.length)
  }
  return examples
}

function pushOnce(examples: Example[], seen: Set<string>, tokens: string[], c: number): void {
  const text = tokens.join(' ')
  if (text === '' || seen.has(text)) return
  seen.add(text)
  examples.push({ tokens, class: c })
}
