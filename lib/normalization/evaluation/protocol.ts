import { seededRandom, shuffled } from '../classifier/numbers'
import { sha256Hex } from '@/lib/kernel/hash'
import { selectDiverse } from '../suggest-phrasings'

export type Row = {
  text: string
  intent: string
  kind?: string
  near?: string
  bot?: string
  domain?: string
}

export const outOfScope = '__oos__'

export type SplitOptions = {
  /** Phrasings an intent; `Infinity` for all. */
  k: number
  /** Share of the intents that is approved, 0…1. */
  approve: number
  select: 'random' | 'diverse'
  seed: number
}

export type Teaching = {
  approved: Map<string, string[]>
  /** The other intents: real questions of the same domain that nobody approved. */
  unapproved: Map<string, string[]>
  /** `__oos__` rows of the training file: unlabelled background. */
  background: string[]
}

/** Which intents are approved and with which phrasings. Order of the rows does not matter. */
export function teach(train: readonly Row[], options: SplitOptions): Teaching {
  const pools = new Map<string, string[]>()
  for (const row of train) if (row.intent !== outOfScope) push(pools, row.intent, row.text)
  const keys = [...pools.keys()].sort((a, b) =>
    compare(sha256Hex(`${options.seed} ${a}`), sha256Hex(`${options.seed} ${b}`)),
  )
  const approvedCount = Math.round(keys.length * options.approve)
  const teaching: Teaching = {
    approved: new Map(),
    unapproved: new Map(),
    background: train.filter((row) => row.intent === outOfScope).map((row) => row.text),
  }
  keys.forEach((key, index) => {
    const side = index < approvedCount ? teaching.approved : teaching.unapproved
    side.set(key, choose(pools.get(key) ?? [], options))
  })
  return teaching
}

function choose(pool: readonly string[], { k, select, seed }: SplitOptions): string[] {
  const unique = [...new Set(pool)].sort((a, b) =>
    compare(sha256Hex(`${seed} ${a}`), sha256Hex(`${seed} ${b}`)),
  )
  if (unique.length <= k) return unique
  if (select === 'random') return unique.slice(0, k)
  // Operators see a page of traffic, not all of it: the seed decides which.
  return selectDiverse(unique.slice(0, 400), k)
}

export type Query = {
  text: string
  intent: string | null
  group: 'in_scope' | 'unapproved' | 'out_of_domain'
}

/**
 * The stream: 75 % approved intents drawn by Zipf's law (exponent 1) over a seeded order of intents, 12.5 %
 * unapproved intents of the same domain, 12.5 % out of domain. A part that has no rows is left out. Rows of
 * live bots (`bot`) come as they are, once each: their mix is real.
 */
export function stream(
  test: readonly Row[],
  outOfDomain: readonly Row[],
  teaching: Teaching,
  seed: number,
): Query[] {
  const query = (row: Row): Query => {
    if (teaching.approved.has(row.intent)) return { text: row.text, intent: row.intent, group: 'in_scope' }
    return { text: row.text, intent: null, group: row.intent === outOfScope ? 'out_of_domain' : 'unapproved' }
  }
  const natural = test.map(query)
  const foreign = outOfDomain.map((row): Query => ({ text: row.text, intent: null, group: 'out_of_domain' }))
  if (test.some((row) => row.bot !== undefined)) return natural
  const random = seededRandom(seed * 7919 + 17)
  const inScope = zipf(
    natural.filter(({ group }) => group === 'in_scope'),
    random,
  )
  const share = Math.round(inScope.length / 6)
  const unapproved = natural.filter(({ group }) => group === 'unapproved')
  const ownForeign = natural.filter(({ group }) => group === 'out_of_domain')
  return [
    ...inScope,
    ...draw(shuffled(unapproved, random), share),
    // A file's own out-of-scope rows are the hard ones: half of the out-of-domain part when there are both.
    ...(ownForeign.length > 0 && foreign.length > 0
      ? [
          ...draw(shuffled(ownForeign, random), Math.ceil(share / 2)),
          ...draw(shuffled(foreign, random), Math.floor(share / 2)),
        ]
      : draw(shuffled([...ownForeign, ...foreign], random), share)),
  ]
}

/** Without replacement inside an intent until its rows are used up, then again from the start. */
function zipf(queries: readonly Query[], random: () => number): Query[] {
  const byIntent = new Map<string, Query[]>()
  for (const query of queries) push(byIntent, query.intent ?? '', query)
  const intents = shuffled([...byIntent.keys()].sort(), random)
  const pools = intents.map((intent) => shuffled(byIntent.get(intent) ?? [], random))
  const total = intents.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0)
  const size = Math.min(6_000, queries.length)
  return pools.flatMap((pool, rank) => draw(pool, Math.round(size / (rank + 1) / total)))
}

function draw<T>(pool: readonly T[], count: number): T[] {
  if (pool.length === 0) return []
  return Array.from({ length: count }, (_, i) => pool[i % pool.length] as T)
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  if (!list) map.set(key, [value])
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
