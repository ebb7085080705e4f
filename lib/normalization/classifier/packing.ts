import type { Linear } from './linear'
import type { ClassifierModel } from '../schema'

type PackedLinear = NonNullable<ClassifierModel['linear']>

/**
 * A linear expert as whole numbers: one signed byte a weight for the sparse part, 1/1024 steps for the rest. What is
 * packed is what is served *and* what was calibrated: `unpackLinear(packLinear(x))` is used in training too.
 */
export function packLinear(linear: Linear): PackedLinear {
  const sparse = packBytes(linear.sparse)
  const dense = packBytes(linear.dense)
  return {
    sparse: sparse.base64,
    sparse_step: sparse.step,
    dense: dense.base64,
    dense_step: dense.step,
    bias: Array.from(linear.bias, (value) => Math.round(value * 1024)),
  }
}

export function unpackLinear(packed: PackedLinear): Linear {
  return {
    classes: packed.bias.length,
    sparse: unpackBytes(packed.sparse, packed.sparse_step),
    dense: unpackBytes(packed.dense, packed.dense_step),
    bias: Float64Array.from(packed.bias, (value) => value / 1024),
  }
}

/** `step` is in units of 2^-20, so that JSON carries it exactly. */
function packBytes(values: Float64Array): { base64: string; step: number } {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  const step = Math.max(1, Math.ceil((largest / 127) * 1_048_576))
  const bytes = Buffer.alloc(values.length)
  for (let i = 0; i < values.length; i++)
    bytes.writeInt8(Math.round(((values[i] as number) * 1_048_576) / step), i)
  return { base64: bytes.toString('base64'), step }
}

function unpackBytes(base64: string, step: number): Float64Array {
  const bytes = Buffer.from(base64, 'base64')
  const values = new Float64Array(bytes.length)
  const scale = step / 1_048_576
  for (let i = 0; i < bytes.length; i++) values[i] = bytes.readInt8(i) * scale
  return values
}
