import type { ClassifierModel } from '../schema'
import type { Encoded } from './encoder'
import { blockScale, type Linear } from './linear'

/**
 * The linear expert as it is stored, calibrated and served: one signed byte a weight, rows of one weight a class. An
 * eighth of the doubles it was learned in, which is what lets a query find them in the processor's cache.
 */
export type Weights = {
  classes: number
  sparse: Int8Array
  /** A byte's worth, in units of 2^-20, so that JSON carries it exactly. */
  sparseStep: number
  dense: Int8Array
  denseStep: number
  bias: Float64Array
}

type StoredWeights = NonNullable<ClassifierModel['linear']>

const unit = 1 / 1_048_576
const biasUnit = 1 / 1024

export function quantize(linear: Linear): Weights {
  const [sparse, sparseStep] = quantizeRows(linear.sparse)
  const [dense, denseStep] = quantizeRows(linear.dense)
  return {
    classes: linear.classes,
    sparse,
    sparseStep,
    dense,
    denseStep,
    bias: linear.bias.map((value) => Math.round(value / biasUnit) * biasUnit),
  }
}

export function storeWeights(weights: Weights): StoredWeights {
  return {
    sparse: toBase64(weights.sparse),
    sparse_step: weights.sparseStep,
    dense: toBase64(weights.dense),
    dense_step: weights.denseStep,
    bias: Array.from(weights.bias, (value) => Math.round(value / biasUnit)),
  }
}

export function readWeights(stored: StoredWeights): Weights {
  return {
    classes: stored.bias.length,
    sparse: fromBase64(stored.sparse),
    sparseStep: stored.sparse_step,
    dense: fromBase64(stored.dense),
    denseStep: stored.dense_step,
    bias: Float64Array.from(stored.bias, (value) => value * biasUnit),
  }
}

/** Puts the logit of each class into `logits`. */
export function scoreInto(weights: Weights, encoded: Encoded, logits: Float64Array): void {
  const { classes, sparse, dense } = weights
  logits.set(weights.bias)
  const worth = weights.sparseStep * unit
  addRows(sparse, encoded.wordIds, encoded.wordWeights, worth * blockScale.words, logits)
  addRows(sparse, encoded.charIds, encoded.charWeights, worth * blockScale.chars, logits)
  const scale = weights.denseStep * unit * blockScale.dense
  for (let d = 0; d < encoded.dense.length; d++)
    addRow(dense, d * classes, (encoded.dense[d] as number) * scale, logits)
}

function addRows(
  rows: Int8Array,
  ids: readonly number[],
  values: readonly number[],
  scale: number,
  out: Float64Array,
): void {
  for (let i = 0; i < ids.length; i++)
    addRow(rows, (ids[i] as number) * out.length, (values[i] as number) * scale, out)
}

function addRow(rows: Int8Array, at: number, value: number, out: Float64Array): void {
  const classes = out.length
  for (let c = 0; c < classes; c++) out[c] = (out[c] as number) + value * (rows[at + c] as number)
}

function quantizeRows(values: Float64Array): [Int8Array, number] {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  const step = Math.max(1, Math.ceil(largest / 127 / unit))
  return [Int8Array.from(values, (value) => Math.round(value / unit / step)), step]
}

function toBase64(bytes: Int8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
}

function fromBase64(text: string): Int8Array {
  return Int8Array.from(Buffer.from(text, 'base64'), (byte) => (byte << 24) >> 24)
}
