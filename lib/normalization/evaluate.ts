import { clopperPearson } from './evaluation/intervals'
import { outOfScope, stream, teach, type Query, type Row, type Teaching } from './evaluation/protocol'
import { loadRelease, type Normalizer } from './normalizer'
import type { IntentSpec, Release } from './schema'
import { trainRelease, type OnProgress } from './train-release'

export type EvaluationInput = {
  train: readonly Row[]
  test: readonly Row[]
  /** Out-of-domain rows: only ever part of the scored stream, never taught. */
  oos: readonly Row[]
  /** Unlabelled background: only ever taught, never scored. */
  shadow: readonly string[]
  /** Near-misses (must miss) and hard positives (should hit). */
  near: readonly Row[]
  k: number
  approve: number
  rejects: boolean
  select: 'random' | 'diverse'
  budget: number
  seed: number
}

export type IntentScore = {
  intent: string
  queries: number
  correct: number
  wrong: number
  abstained: number
}

export type Evaluation = {
  k: number
  seed: number
  in_scope: number
  out_of_scope: number
  served: number
  correct_hits: number
  false_hits: number
  abstained: number
  correct_hit_rate: number
  false_hit_rate: number
  false_hit_ci95: [number, number]
  near_miss_served_rate: number | null
  hard_positive_hit_rate: number | null
  us_per_query_p50: number
  us_per_query_p99: number
  /** Content hash of the release that was trained. */
  release: string
  intents: IntentScore[]
  wrong_examples: { text: string; served: string; wanted: string | null }[]
  calibration: { expected_false_hit_rate: number; expected_hit_rate: number } | null
}

/**
 * One run of the protocol in `docs/normalization.md`: teach from `train` alone, score on `test`. `nowUs` is a clock in
 * microseconds; it is only used for the reported speed.
 */
export function evaluate(input: EvaluationInput, nowUs: () => number, onProgress?: OnProgress): Evaluation {
  const teaching = teach(input.train, input)
  const { release, names } = trainFor(teaching, input, onProgress)
  const normalizer = loadRelease(release)
  const queries = stream(input.test, input.oos, teaching, input.seed)
  const score = scoreStream(queries, normalizer, names, nowUs)
  const near = scoreNear(input.near, normalizer, names)
  return {
    k: input.k,
    seed: input.seed,
    ...score,
    ...near,
    release: release.hash,
    calibration: release.classifier?.calibration ?? null,
  }
}

/** Trains the release a teaching describes. Labels become snake_case keys; `names` maps them. */
function trainFor(
  teaching: Teaching,
  input: EvaluationInput,
  onProgress?: OnProgress,
): { release: Release; names: Map<string, string> } {
  const names = keyNames([...teaching.approved.keys(), ...teaching.unapproved.keys()])
  const intent = (label: string, phrasings: string[], status: IntentSpec['status']) => ({
    key: names.get(label) ?? label,
    patterns: [],
    phrasings,
    slots: [],
    status,
  })
  const intents = [...teaching.approved].map(([label, texts]) => intent(label, texts, 'approved'))
  if (input.rejects) {
    intents.push(...[...teaching.unapproved].map(([label, texts]) => intent(label, texts, 'rejected')))
  }
  const shadow = [...input.shadow, ...teaching.background]
  const release = trainRelease(
    { intents, shadow, normalizers: ['rules', 'classifier'], budget: input.budget, seed: 1 },
    onProgress,
  )
  return { release, names }
}

function keyNames(labels: readonly string[]): Map<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const label of [...labels].sort()) {
    const base = `i_${label.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`
      .replace(/^i_(?=[a-z])/, '')
      .slice(0, 58)
    let key = base
    for (let n = 2; taken.has(key); n++) key = `${base}_${n}`
    taken.add(key)
    names.set(label, key)
  }
  return names
}

function scoreStream(
  queries: readonly Query[],
  normalizer: Normalizer,
  names: Map<string, string>,
  nowUs: () => number,
) {
  const times: number[] = []
  const intents = new Map<string, IntentScore>()
  const wrong: Evaluation['wrong_examples'] = []
  let [correct, falseHits, inScope] = [0, 0, 0]
  for (const { text, intent } of queries) {
    const started = nowUs()
    const result = normalizer.normalize(text)
    times.push(nowUs() - started)
    const served = result.reason === null ? result.key : null
    const wanted = intent === null ? null : (names.get(intent) ?? intent)
    if (wanted !== null) inScope++
    const row = intents.get(wanted ?? outOfScope) ?? {
      intent: wanted ?? outOfScope,
      queries: 0,
      correct: 0,
      wrong: 0,
      abstained: 0,
    }
    intents.set(row.intent, row)
    row.queries++
    if (served === null) row.abstained++
    if (served !== null && served === wanted) {
      row.correct++
      correct++
    }
    if (served !== null && served !== wanted) {
      row.wrong++
      falseHits++
      if (wrong.length < 200) wrong.push({ text, served, wanted })
    }
  }
  const total = correct + falseHits
  times.sort((a, b) => a - b)
  return {
    in_scope: inScope,
    out_of_scope: queries.length - inScope,
    served: total,
    correct_hits: correct,
    false_hits: falseHits,
    abstained: queries.length - total,
    correct_hit_rate: ratio(correct, inScope),
    false_hit_rate: ratio(falseHits, total),
    false_hit_ci95: clopperPearson(falseHits, total),
    us_per_query_p50: quantile(times, 0.5),
    us_per_query_p99: quantile(times, 0.99),
    intents: [...intents.values()].sort((a, b) => (a.intent < b.intent ? -1 : 1)),
    wrong_examples: wrong,
  }
}

function scoreNear(near: readonly Row[], normalizer: Normalizer, names: Map<string, string>) {
  const hit = (row: Row) => {
    const result = normalizer.normalize(row.text)
    return result.reason === null ? result.key : null
  }
  const misses = near.filter((row) => row.intent === outOfScope)
  // A hard positive of an intent that this run did not approve cannot be hit.
  const positives = near.filter((row) => row.intent !== outOfScope && names.has(row.intent))
  return {
    near_miss_served_rate:
      misses.length === 0 ? null : ratio(misses.filter((row) => hit(row) !== null).length, misses.length),
    hard_positive_hit_rate:
      positives.length === 0
        ? null
        : ratio(positives.filter((row) => hit(row) === names.get(row.intent)).length, positives.length),
  }
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

function quantile(sorted: readonly number[], q: number): number {
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0) * 10) / 10
}
