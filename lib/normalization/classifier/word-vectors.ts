import fs from 'node:fs'
import { stem } from '../text/stem'
export const dimensions = 64
const table = new Map<string, Float64Array>()
{
  const words = JSON.parse(fs.readFileSync('/tmp/nz/stems.json', 'utf8')) as string[]
  const raw = new Int8Array(fs.readFileSync('/tmp/nz/stems.bin').buffer.slice(0) as ArrayBuffer)
  const buf = fs.readFileSync('/tmp/nz/stems.bin')
  void raw
  words.forEach((w, i) => {
    const v = new Float64Array(dimensions)
    for (let d = 0; d < dimensions; d++) v[d] = buf.readInt8(i * (dimensions + 1) + 1 + d) * buf.readUInt8(i * (dimensions + 1))
    table.set(w, v)
  })
}
export function knownWord(stemmed: string): boolean { return table.has(stemmed) }
export function sentenceVector(tokens: readonly string[]): Float64Array {
  const sum = new Float64Array(dimensions)
  for (let i = 0; i < tokens.length && i < 60; i++) {
    const v = table.get(stem(tokens[i] ?? ''))
    if (v) for (let d = 0; d < dimensions; d++) sum[d] = (sum[d] ?? 0) + (v[d] ?? 0)
  }
  let squares = 0
  for (let d = 0; d < dimensions; d++) squares += (sum[d] ?? 0) * (sum[d] ?? 0)
  if (squares > 0) { const norm = Math.sqrt(squares); for (let d = 0; d < dimensions; d++) sum[d] = (sum[d] ?? 0) / norm }
  return sum
}
const unit = new Map<string, Float64Array>()
function unitVector(s: string): Float64Array | undefined {
  let u = unit.get(s)
  if (u) return u
  const v = table.get(s)
  if (!v) return undefined
  let q = 0
  for (let d = 0; d < dimensions; d++) q += v[d]! * v[d]!
  u = v.map((x) => x / Math.sqrt(q))
  unit.set(s, u)
  return u
}
export function wordCosine(a: string, b: string): number {
  const x = unitVector(a), y = unitVector(b)
  if (!x || !y) return 0
  let s = 0
  for (let d = 0; d < dimensions; d++) s += x[d]! * y[d]!
  return s
}
