/**
 * How long a query, a load and a training take as intents grow: `npx tsx tests/bench/normalization.ts [--full]`.
 * Times of queries are CPU time of this process, so that a busy machine does not change them much. `--full` adds 10,000
 * and 50,000 intents. Texts are made up from a seeded generator; no data set is needed.
 */
import { seededRandom } from '../../lib/normalization/classifier/numbers'
import { loadRelease, type Normalizer } from '../../lib/normalization/normalizer'
import type { IntentSpec } from '../../lib/normalization/schema'
import { trainRelease } from '../../lib/normalization/train-release'

type Size = { intents: number; phrasings: number }

const sizes: Size[] = [
  { intents: 50, phrasings: 50 },
  { intents: 1_000, phrasings: 5 },
  ...(process.argv.includes('--full')
    ? [
        { intents: 10_000, phrasings: 5 },
        { intents: 50_000, phrasings: 5 },
      ]
    : []),
]

console.log('intents  phrasings  train s  load ms  µs/query cpu  p50 µs  p99 µs  32 kB ms  repeated ms  hits')
for (const size of sizes) console.log(row(size))

function row({ intents, phrasings }: Size): string {
  const { specs, queries } = madeUp(intents, phrasings)
  const trained = timed(() => trainRelease({ intents: specs, normalizers: ['rules', 'classifier'] }))
  const loaded = timed(() => loadRelease(trained.value))
  const { cpu, p50, p99, hits } = ask(loaded.value, queries)
  const long = timed(() => loaded.value.normalize('cancel my order '.repeat(2_000)))
  const repeated = timed(() => loaded.value.normalize('a'.repeat(10_000)))
  return [
    String(intents).padStart(7),
    String(phrasings).padStart(10),
    (trained.ms / 1_000).toFixed(1).padStart(8),
    loaded.ms.toFixed(0).padStart(8),
    cpu.toFixed(0).padStart(13),
    p50.toFixed(0).padStart(7),
    p99.toFixed(0).padStart(7),
    long.ms.toFixed(2).padStart(9),
    repeated.ms.toFixed(2).padStart(12),
    `${((hits / queries.length) * 100).toFixed(0)} %`.padStart(5),
  ].join(' ')
}

function ask(normalizer: Normalizer, queries: readonly string[]) {
  // Warm the compiler with other texts than those that are timed: verdicts on repeated texts are remembered.
  for (const query of queries.slice(0, 1_000)) normalizer.normalize(`${query} again`)
  const times: number[] = []
  let hits = 0
  const before = process.cpuUsage()
  for (const query of queries) {
    const started = performance.now()
    if (normalizer.normalize(query).reason === null) hits++
    times.push((performance.now() - started) * 1_000)
  }
  const used = process.cpuUsage(before)
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(share * times.length)] ?? 0
  return { cpu: (used.user + used.system) / queries.length, p50: at(0.5), p99: at(0.99), hits }
}

function timed<T>(work: () => T): { value: T; ms: number } {
  const started = performance.now()
  const value = work()
  return { value, ms: performance.now() - started }
}

/** Each intent has its own three content words among shared frames; queries are new mixtures of them. */
function madeUp(
  intents: number,
  phrasings: number,
): { specs: Partial<IntentSpec>[] & { key: string }[]; queries: string[] } {
  const random = seededRandom(intents)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const syllables = 'ba co di fu ga he ji ko la mi no pu ra se ti vo wa xe yo zu bren stol flim crat'.split(
    ' ',
  )
  const word = () => `${pick(syllables)}${pick(syllables)}${pick(syllables)}`
  const shared = Array.from({ length: 2_000 }, word)
  const frames = [
    'how do I',
    'I want to',
    'please',
    'can you',
    'where is',
    'I need help to',
    'what about',
    'tell me about',
  ]
  const text = (own: readonly string[]) =>
    `${pick(frames)} ${pick(own)} my ${pick(shared)} ${pick(own)} ${random() < 0.5 ? `for ${pick(shared)}` : `with ${pick(own)}`}`
  const queries: string[] = []
  const specs = Array.from({ length: intents }, (_, i) => {
    const own = [word(), word(), pick(shared)]
    if (i % Math.ceil(intents / 1_000) === 0) queries.push(text(own), text(own))
    return { key: `intent_${i}`, own, phrasings: Array.from({ length: phrasings }, () => text(own)) }
  })
  while (queries.length < 2_000) queries.push(text(specs[queries.length % specs.length]?.own ?? []))
  return { specs: specs.map(({ own: _, ...spec }) => spec), queries }
}
