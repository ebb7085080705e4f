import { exp, seededRandom, shuffled } from './numbers'
import { dimensions, type Encoded } from './encoder'

export type LinearExample = { encoded: Encoded; class: number; weight: number }

/** Multinomial logistic regression. Rows of `sparse` and `dense` hold one weight a class. */
export type Linear = { classes: number; sparse: Float64Array; dense: Float64Array; bias: Float64Array }

export const blockScale = { words: 1, chars: 0.8, dense: 0.7 } as const

/** Stochastic gradient descent with a falling rate. Same examples in the same order: the same bits. */
export function trainLinear(
  examples: readonly LinearExample[],
  shape: { classes: number; features: number },
  options: { epochs: number; seed: number; rate?: number; decay?: number },
): Linear {
  const { classes, features } = shape
  const model: Linear = {
    classes,
    sparse: new Float64Array(features * classes),
    dense: new Float64Array(dimensions * classes),
    bias: new Float64Array(classes),
  }
  const random = seededRandom(options.seed)
  const logits = new Float64Array(classes)
  const rate = options.rate ?? 4
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const step = rate * (1 - (0.9 * epoch) / options.epochs)
    for (const example of shuffled(examples, random)) update(model, example, step, logits)
    shrink(model, 1 - (options.decay ?? 0.02) * (step / rate))
  }
  return model
}

function scoreInto(model: Linear, encoded: Encoded, logits: Float64Array): void {
  logits.set(model.bias)
  const { classes } = model
  addRows(model.sparse, classes, encoded.wordIds, encoded.wordWeights, blockScale.words, logits)
  addRows(model.sparse, classes, encoded.charIds, encoded.charWeights, blockScale.chars, logits)
  for (let d = 0; d < dimensions; d++)
    addRow(model.dense, d * classes, classes, (encoded.dense[d] ?? 0) * blockScale.dense, logits)
}

function update(model: Linear, example: LinearExample, step: number, logits: Float64Array): void {
  const { encoded } = example
  const { classes } = model
  scoreInto(model, encoded, logits)
  softmax(logits)
  logits[example.class] = (logits[example.class] ?? 0) - 1
  for (let c = 0; c < classes; c++) logits[c] = -(logits[c] ?? 0) * step * example.weight
  for (let c = 0; c < classes; c++) model.bias[c] = (model.bias[c] ?? 0) + 0.05 * (logits[c] ?? 0)
  spread(model.sparse, classes, encoded.wordIds, encoded.wordWeights, blockScale.words, logits)
  spread(model.sparse, classes, encoded.charIds, encoded.charWeights, blockScale.chars, logits)
  for (let d = 0; d < dimensions; d++) {
    spreadRow(model.dense, d * classes, classes, (encoded.dense[d] ?? 0) * blockScale.dense, logits)
  }
}

function shrink(model: Linear, factor: number): void {
  for (const weights of [model.sparse, model.dense]) {
    for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] ?? 0) * factor
  }
}

function softmax(logits: Float64Array): void {
  let highest = -Infinity
  for (const logit of logits) if (logit > highest) highest = logit
  let sum = 0
  for (let c = 0; c < logits.length; c++) {
    const value = exp((logits[c] ?? 0) - highest)
    logits[c] = value
    sum += value
  }
  for (let c = 0; c < logits.length; c++) logits[c] = (logits[c] ?? 0) / sum
}

function addRows(
  rows: Float64Array,
  classes: number,
  ids: readonly number[],
  weights: readonly number[],
  scale: number,
  out: Float64Array,
): void {
  for (let i = 0; i < ids.length; i++)
    addRow(rows, (ids[i] ?? 0) * classes, classes, (weights[i] ?? 0) * scale, out)
}

function addRow(rows: Float64Array, at: number, classes: number, value: number, out: Float64Array): void {
  for (let c = 0; c < classes; c++) out[c] = (out[c] as number) + value * (rows[at + c] as number)
}

function spread(
  rows: Float64Array,
  classes: number,
  ids: readonly number[],
  weights: readonly number[],
  scale: number,
  gradient: Float64Array,
): void {
  for (let i = 0; i < ids.length; i++)
    spreadRow(rows, (ids[i] ?? 0) * classes, classes, (weights[i] ?? 0) * scale, gradient)
}

function spreadRow(
  rows: Float64Array,
  at: number,
  classes: number,
  value: number,
  gradient: Float64Array,
): void {
  for (let c = 0; c < classes; c++) rows[at + c] = (rows[at + c] as number) + value * (gradient[c] as number)
}
