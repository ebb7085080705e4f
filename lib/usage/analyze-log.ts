import { clusterPoints, unit, type Vector } from './cluster-points'

/** One question of a log. Tokens are what the model was billed for answering it. */
export type LogRow = { text: string; answer?: string; input_tokens?: number; output_tokens?: number }

/** How a question is read; passed in, because this folder knows nothing of normalisation and safety. */
export type LogReader = {
  /** The question with personal data and identifiers replaced by placeholders. */
  mask(text: string): string
  /** What is left of a masked question once spelling, case and politeness are gone; '' if nothing. */
  canonical(masked: string): string
  /** Its words; two words with the same `term` mean the same ("cancelling", "stop"). */
  terms(canonical: string): { term: string; word: string }[]
}

/** What the figures rest on. Money in USD for a thousand requests; shares from 0 to 1. */
export type LogAssumptions = {
  usd_per_1k_requests: number
  usd_per_1k_hits: number
  monthly_requests: number
  /** The part of an approved intent's questions that the normaliser recognises. */
  served_share: number
}

type CandidateIntent = {
  rank: number
  key: string
  rows: number
  share: number
  cumulative_share: number
  /** Different wordings after masking. */
  wordings: number
  slots: string[]
  /** Different answers after masking, and how many rows had one: many answers make a poor cache entry. */
  answers: { distinct: number; rows: number }
  /** Masked, the most typical first. */
  examples: string[]
}

export type LogAnalysis = {
  rows: number
  /** Rows with nothing to read in them: empty, or only politeness. */
  unreadable: number
  /** Share of rows whose masked wording had been asked before. */
  repeat_share: number
  candidates: number
  intents: CandidateIntent[]
  curve: { intents: number; share: number; hit_rate: number; monthly_savings_usd: number }[]
  expected: { intents: number; share: number; hit_rate: number; monthly_savings_usd: number }
  assumptions: LogAssumptions
}

type Wording = { canonical: string; rows: number; masked: Map<string, number>; answers: Map<string, number> }

const minRows = 3
const examplesShown = 3
const maxExampleLength = 300
const curveSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]
const stopWords = new Set(
  `a an the i me my mine we us our you your he she it its they them this that these those is am are was were be been
do does did have has had can could will would shall should may might must to of in on at for from by with about and or
but if so as not no how what where when why who which there here want need like know help please tell let get able
possible wonder question problem issue some any just also too very really now then`
    .split(/\s+/)
    .map((word) => word.trim()),
)

/**
 * The opportunity in a log: its questions grouped into candidate intents, and what answering the largest
 * `top` of them from the cache would bring. The same rows in any order give the same result.
 * Time is near-linear: an inverted index finds the few clusters a wording could belong to.
 */
export function analyzeLog(
  rows: readonly LogRow[],
  reader: LogReader,
  { top, examples = examplesShown, ...assumptions }: LogAssumptions & { top: number; examples?: number },
): LogAnalysis {
  const wordings = groupWordings(rows, reader)
  const readable = sum(wordings.map((wording) => wording.rows))
  const { vectors, names } = vectorize(wordings, reader)
  const clusters = clusterWordings(wordings, vectors)
    .map((members) => ({ members, rows: sum(members.map((index) => wordings[index]!.rows)) }))
    .filter((cluster) => cluster.rows >= minRows)
    .sort((a, b) => b.rows - a.rows || a.members[0]! - b.members[0]!)
  const cumulative: number[] = []
  for (const cluster of clusters) cumulative.push((cumulative.at(-1) ?? 0) + cluster.rows)
  const shareOf = (count: number) => (rows.length === 0 ? 0 : count / rows.length)
  const expect = (intents: number) => {
    const share = shareOf(cumulative[intents - 1] ?? 0)
    const hit_rate = share * assumptions.served_share
    const saved = (assumptions.usd_per_1k_requests - assumptions.usd_per_1k_hits) / 1_000
    return { intents, share, hit_rate, monthly_savings_usd: assumptions.monthly_requests * hit_rate * saved }
  }
  const shown = Math.min(top, clusters.length)
  const taken = new Set<string>()
  return {
    rows: rows.length,
    unreadable: rows.length - readable,
    repeat_share: shareOf(readable - wordings.length),
    candidates: clusters.length,
    intents: clusters.slice(0, shown).map(({ members, rows: count }, index) => ({
      rank: index + 1,
      key: keyOf(members, vectors, names, wordings, taken),
      rows: count,
      share: shareOf(count),
      cumulative_share: shareOf(cumulative[index]!),
      ...describe(members, vectors, wordings, examples),
    })),
    curve: [...new Set([...curveSteps, shown, clusters.length])]
      .filter((n) => n > 0 && n <= clusters.length)
      .sort((a, b) => a - b)
      .map(expect),
    expected: expect(shown),
    assumptions,
  }
}

/** Wordings by traffic, then by text, so that nothing later depends on the order of the log. */
function groupWordings(rows: readonly LogRow[], reader: LogReader): Wording[] {
  const groups = new Map<string, Wording>()
  for (const { text, answer } of rows) {
    const masked = reader.mask(text).replace(/\s+/g, ' ').trim()
    const canonical = reader.canonical(masked)
    if (canonical === '') continue
    let group = groups.get(canonical)
    if (!group) groups.set(canonical, (group = { canonical, rows: 0, masked: new Map(), answers: new Map() }))
    group.rows += 1
    count(group.masked, masked)
    if (answer) count(group.answers, reader.mask(answer).replace(/\s+/g, ' ').trim())
  }
  return [...groups.values()].sort((a, b) => b.rows - a.rows || byCodeUnits(a.canonical, b.canonical))
}

/** TF-IDF over wordings, of length 1; words that only frame a question count when there are no others. */
function vectorize(wordings: readonly Wording[], reader: LogReader): { vectors: Vector[]; names: string[] } {
  const ids = new Map<string, number>()
  const spellings: Map<string, number>[] = []
  const frequency: number[] = []
  const termsOf = wordings.map(({ canonical, rows }) => {
    const all = reader.terms(canonical)
    const telling = all.filter(({ word }) => !stopWords.has(word))
    const own = new Set<number>()
    for (const { term, word } of telling.length > 0 ? telling : all) {
      const id = ids.get(term) ?? ids.size
      ids.set(term, id)
      count((spellings[id] ??= new Map()), word, rows)
      own.add(id)
    }
    for (const id of own) frequency[id] = (frequency[id] ?? 0) + 1
    return own
  })
  const vectors = termsOf.map((own) =>
    unit([...own].map((id) => [id, Math.log(1 + wordings.length / frequency[id]!)] as const)),
  )
  return { vectors, names: spellings.map((spelling) => commonest(spelling, 1)[0]!) }
}

/** Wordings into clusters, then clusters whose centres are alike into one. Members are indices, rising. */
function clusterWordings(wordings: readonly Wording[], vectors: readonly Vector[]): number[][] {
  const points = vectors.map((vector, index) => ({ vector, mass: 1 + Math.log2(wordings[index]!.rows) }))
  const first = clusterPoints(points)
  const second = clusterPoints(first.map(({ centre, mass }) => ({ vector: unit([...centre]), mass })))
  return second.map(({ members }) => members.flatMap((index) => first[index]!.members).sort((a, b) => a - b))
}

/** A name to start from: the three heaviest words of the intent. */
function keyOf(
  members: readonly number[],
  vectors: readonly Vector[],
  names: readonly string[],
  wordings: readonly Wording[],
  taken: Set<string>,
): string {
  const weights = new Map<string, number>()
  for (const index of members) {
    for (const [term, weight] of vectors[index]!) {
      const name = names[term]!.replace(/[^a-z0-9]+/g, '')
      if (name !== '' && !names[term]!.startsWith('{{')) count(weights, name, weight * wordings[index]!.rows)
    }
  }
  const key = commonest(weights, 3).join('_').slice(0, 60) || 'intent'
  let free = key
  for (let n = 2; taken.has(free); n++) free = `${key}_${n}`
  taken.add(free)
  return free
}

function describe(
  members: readonly number[],
  vectors: readonly Vector[],
  wordings: readonly Wording[],
  examples: number,
): Pick<CandidateIntent, 'wordings' | 'slots' | 'answers' | 'examples'> {
  const answers = new Map<string, number>()
  const slots = new Set<string>()
  const centre = new Map<number, number>()
  for (const index of members) {
    const { masked, rows, answers: own } = wordings[index]!
    for (const [text, times] of own) count(answers, text, times)
    for (const text of masked.keys()) for (const [, slot] of text.matchAll(/\{\{(\w+)\}\}/g)) slots.add(slot!)
    for (const [term, weight] of vectors[index]!)
      centre.set(term, (centre.get(term) ?? 0) + weight * (1 + Math.log2(rows)))
  }
  const typical = members
    .map((index) => ({
      index,
      dot: sum(vectors[index]!.map(([term, weight]) => weight * centre.get(term)!)),
    }))
    .sort((a, b) => b.dot - a.dot || a.index - b.index)
    .slice(0, examples)
  return {
    wordings: members.length,
    slots: [...slots].sort(byCodeUnits),
    answers: { distinct: answers.size, rows: sum([...answers.values()]) },
    examples: typical.map(({ index }) =>
      commonest(wordings[index]!.masked, 1)[0]!.slice(0, maxExampleLength),
    ),
  }
}

function commonest(counts: ReadonlyMap<string, number>, limit: number): string[] {
  return [...counts]
    .sort((a, b) => b[1] - a[1] || byCodeUnits(a[0], b[0]))
    .slice(0, limit)
    .map(([text]) => text)
}

function count(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
const byCodeUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
