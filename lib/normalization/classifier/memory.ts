import { Encoder, type Encoded } from './encoder'
import { featuresOf } from './features'
import { trainLinear } from './linear'
import { log } from './numbers'
import type { Memory, Posting } from './signals'

export type Example = { tokens: string[]; class: number }

export function buildMemory(
  classes: { key: string; reject: boolean }[],
  examples: readonly Example[],
  options: { seed: number; epochs?: number; rate?: number; decay?: number; backgroundWeight?: number },
): Memory {
  const frequency = new Map<string, number>()
  for (const e of examples) { const f = featuresOf(e.tokens); for (const n of f.words.keys()) frequency.set(n, (frequency.get(n) ?? 0) + 1); for (const n of f.chars.keys()) frequency.set(n, (frequency.get(n) ?? 0) + 1) }
  const features = [...frequency.keys()].sort()
  const N = examples.length
  const idf = Float64Array.from(features, (n) => 1 + log((N + 1) / (frequency.get(n)! + 1)))
  const encoder = new Encoder(features, idf, 1 + log(N + 1))
  const encoded = examples.map((e) => encoder.encode(e.tokens))
  const bg = classes.length - 1
  const bgCount = examples.filter((e) => e.class === bg).length
  const bgWeight = bgCount > 0 ? Math.min(1, ((options.backgroundWeight ?? 0.3) * (N - bgCount)) / bgCount) : 1
  const linear = trainLinear(
    examples.map((e, i) => ({ encoded: encoded[i]!, class: e.class, weight: e.class === bg ? bgWeight : 1 })),
    { classes: classes.length, features: features.length },
    { epochs: options.epochs ?? 20, seed: options.seed, rate: options.rate, decay: options.decay },
  )
  return index(classes, encoder, linear, encoded, examples.map((e) => e.class))
}
function index(classes: { key: string; reject: boolean }[], encoder: Encoder, linear: Memory['linear'], examples: Encoded[], exampleClass: number[]): Memory {
  const classExamples: number[][] = classes.map(() => [])
  const classStems = classes.map(() => new Map<string, number>())
  const classFeatures = classes.map(() => new Set<number>())
  const wordPostings = new Map<number, Posting[]>(), charPostings = new Map<number, Posting[]>()
  examples.forEach((e, i) => {
    const c = exampleClass[i]!
    classExamples[c]!.push(i)
    for (const s of e.stems) classStems[c]!.set(s, (classStems[c]!.get(s) ?? 0) + 1)
    for (const id of e.wordIds) classFeatures[c]!.add(id)
    const post = (m: Map<number, Posting[]>, ids: number[], ws: number[]) => ids.forEach((id, j) => { const p = { example: i, weight: ws[j]! }; const l = m.get(id); if (l) l.push(p); else m.set(id, [p]) })
    post(wordPostings, e.wordIds, e.wordWeights); post(charPostings, e.charIds, e.charWeights)
  })
  return { classes, background: classes.length - 1, encoder, linear, examples, exampleClass, classExamples, classStems, classFeatures, wordPostings, charPostings }
}
