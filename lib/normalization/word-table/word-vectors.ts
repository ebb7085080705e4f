import table from './word-table.json'

/** Components of a word's and a text's vector. */
export const dimensions: number = table.dimensions

/** Part of a release's identity: other vectors would give other scores. */
export const wordTableVersion = 'use-lite-64-1'

const width = dimensions + 1
const bytes = Buffer.from(table.rows, 'base64')
const rowOf = new Map(table.stems.split(' ').map((word, row) => [word, row]))
/** Unit vectors, and the same scaled by how much a word tells (rare words more: SIF, Arora et al. 2017). */
const units = new Float32Array(rowOf.size * dimensions)
const weights = new Float32Array(rowOf.size)

for (let row = 0; row < rowOf.size; row++) {
  let squares = 0
  for (let d = 0; d < dimensions; d++) squares += bytes.readInt8(row * width + 1 + d) ** 2
  weights[row] = bytes.readUInt8(row * width) * Math.sqrt(squares)
  for (let d = 0; d < dimensions; d++) {
    units[row * dimensions + d] = bytes.readInt8(row * width + 1 + d) / Math.sqrt(squares)
  }
}

/** Is this stem one of the 12,000 commonest English ones (or a common word of commerce)? */
export function isKnownStem(stemmed: string): boolean {
  return rowOf.has(stemmed)
}

/** Row of a stem for `rowCosine`, or -1. */
export function vectorRow(stemmed: string): number {
  return rowOf.get(stemmed) ?? -1
}

/** Cosine of two rows, -1…1; 0 when either is unknown. */
export function rowCosine(a: number, b: number): number {
  if (a < 0 || b < 0) return 0
  let sum = 0
  const size = dimensions
  const from = a * size
  const other = b * size
  for (let d = 0; d < size; d++) sum += (units[from + d] as number) * (units[other + d] as number)
  return sum
}

/** Weighted mean of the words' vectors, as a unit vector; all zeros when no word is known. */
export function sentenceVector(stems: readonly string[]): Float64Array {
  const sum = new Float64Array(dimensions)
  const size = sum.length
  for (const one of stems) {
    const row = vectorRow(one)
    if (row < 0) continue
    const weight = weights[row] as number
    const from = row * size
    for (let d = 0; d < size; d++) sum[d] = (sum[d] as number) + weight * (units[from + d] as number)
  }
  let squares = 0
  for (let d = 0; d < size; d++) squares += (sum[d] as number) * (sum[d] as number)
  if (squares === 0) return sum
  const norm = Math.sqrt(squares)
  for (let d = 0; d < size; d++) sum[d] = (sum[d] as number) / norm
  return sum
}

/** How much a word tells, 0…1: rare words near 1, "the" near 0; 1 for words the table lacks. */
export function tellingWeight(stemmed: string): number {
  const row = vectorRow(stemmed)
  return row < 0 ? 1 : bytes.readUInt8(row * width) / 255
}
