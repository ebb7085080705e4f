import type { Child } from './child'
import { median, runOn, type MeasuredOn } from './load'
import { nextQuery, nextUnknown, phrasings } from './queries'
import type { World } from './world'

/** Misses have a server of their own: their work after the reply would be counted against the next series. */
export type Servers = { bare: Child; near: Child; far: Child; missing: Child; model: Child }
export type SeriesName = 'a' | 'b' | 'b_same' | 'c' | 'd' | 'e' | 'f' | 'f_direct'

export const titles: Record<SeriesName, string> = {
  a: '(a) bare node:http + ioredis GET',
  b: '(b) lookup, near cache, every query different',
  b_same: '(b) lookup, near cache, one query repeated',
  c: '(c) lookup, near cache off',
  d: '(d) /v1/messages hit',
  e: '(e) /v1/messages hit, streamed',
  f: '(f) /v1/messages miss, upstream at once',
  f_direct: '(f) the upstream called directly',
}

type Series = { server: keyof Servers; path: string; body: () => string }

export type Cell = MeasuredOn & { ratio: number; cpuRatio: number }
export type Table = Record<number, Record<SeriesName, Cell>>

/** The series over the phrasings that this workspace answers. */
export function makeSeries(answered: number[]): Record<SeriesName, Series> {
  let next = 0
  const query = () => nextQuery(answered[next++ % answered.length]!)
  const lookup = () => JSON.stringify({ query: query() })
  const repeated = JSON.stringify({ query: 'where is my order 4711' })
  const message = (content: string, stream = false) =>
    JSON.stringify({
      model: 'claude-sonnet-5',
      max_tokens: 1_024,
      stream,
      messages: [{ role: 'user', content }],
    })
  const unknown = () => message(nextUnknown())
  const [lookups, messages] = ['/api/v1/lookup', '/v1/messages']
  return {
    a: { server: 'bare', path: '/', body: lookup },
    b: { server: 'near', path: lookups, body: lookup },
    b_same: { server: 'near', path: lookups, body: () => repeated },
    c: { server: 'far', path: lookups, body: lookup },
    d: { server: 'near', path: messages, body: () => message(query()) },
    e: { server: 'near', path: messages, body: () => message(query(), true) },
    f: { server: 'missing', path: messages, body: unknown },
    f_direct: { server: 'model', path: messages, body: unknown },
  }
}

/** Phrasings that are hits: a miss in a series of hits would measure something else. */
export async function answeredPhrasings(url: string, key: string): Promise<number[]> {
  const answered: number[] = []
  for (let index = 0; index < phrasings.length; index++) {
    const response = await fetch(`${url}/api/v1/lookup`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: nextQuery(index) }),
    })
    const { status } = (await response.json()) as { status: string }
    if (status === 'hit') answered.push(index)
  }
  return answered
}

type Plan = { connections: number[]; rounds: number; seconds: number; only?: SeriesName[] }

/** Interleaved rounds, so that a noisy minute hits every series; medians over the rounds. */
export async function measure(
  world: World,
  servers: Servers,
  plan: Plan,
  say: (line: string) => void,
): Promise<{ table: Table; answered: number }> {
  const answered = await answeredPhrasings(servers.near.url, world.key)
  const series = makeSeries(answered)
  const names = plan.only ?? (Object.keys(series) as SeriesName[])
  const rates = new Map<SeriesName, number>()
  const once = async (name: SeriesName, connections: number, seconds: number) => {
    const { server, path, body } = series[name]
    const child = servers[server]
    // The model's process is not ours to measure.
    const used = server === 'model' ? { cpuMs: async () => 0 } : child
    const measured = await runOn(used, {
      url: child.url,
      path,
      connections,
      seconds,
      headers: { authorization: `Bearer ${world.key}` },
      body,
      expectedRate: rates.get(name) ?? 5_000,
    })
    rates.set(name, Math.max(200, measured.perSecond * 1.5))
    return measured
  }
  for (const name of names) await once(name, 64, plan.seconds * 2)
  const table: Table = {}
  for (const connections of plan.connections) {
    const rounds: Record<string, MeasuredOn[]> = {}
    for (let round = 0; round < plan.rounds; round++) {
      for (const name of names) (rounds[name] ??= []).push(await once(name, connections, plan.seconds))
      say(`${connections} connections, round ${round + 1} of ${plan.rounds}`)
    }
    table[connections] = summarise(rounds, names)
  }
  return { table, answered: answered.length }
}

function summarise(rounds: Record<string, MeasuredOn[]>, names: SeriesName[]): Record<SeriesName, Cell> {
  const bare = rounds.a!
  const cells = names.map((name): [SeriesName, Cell] => {
    const own = rounds[name]!
    const of = (field: keyof MeasuredOn) => median(own.map((one) => one[field]))
    return [
      name,
      {
        perSecond: of('perSecond'),
        p50Ms: of('p50Ms'),
        p99Ms: of('p99Ms'),
        cpuUs: of('cpuUs'),
        answered: own.reduce((sum, { answered }) => sum + answered, 0),
        failed: own.reduce((sum, { failed }) => sum + failed, 0),
        // Within a round both were measured in the same minute: the median of ratios, not the ratio of medians.
        ratio: median(own.map((one, round) => one.perSecond / bare[round]!.perSecond)),
        cpuRatio: median(own.map((one, round) => bare[round]!.cpuUs / Math.max(1, one.cpuUs))),
      },
    ]
  })
  return Object.fromEntries(cells) as Record<SeriesName, Cell>
}
