import type { Child } from './child'
import { run } from './load'
import { answeredPhrasings, makeSeries } from './series'
import type { World } from './world'

/** Resident memory, MiB, once a minute; `growth` compares the last three minutes with minutes two to four. */
export type MemoryLine = { minutes: number[]; growth: number }

const minutes = 10

/** Ten minutes of different look-ups on 64 connections. */
export async function measureMemory(
  world: World,
  server: Child,
  say: (line: string) => void,
): Promise<MemoryLine> {
  const series = makeSeries(await answeredPhrasings(server.url, world.key)).b
  const seen: number[] = []
  for (let minute = 0; minute < minutes; minute++) {
    for (let part = 0; part < 6; part++) {
      await run({
        url: server.url,
        path: series.path,
        connections: 64,
        seconds: 10,
        headers: { authorization: `Bearer ${world.key}` },
        body: series.body,
        expectedRate: 15_000,
      })
    }
    seen.push(Math.round((await server.memory()).rss / 1_048_576))
    say(`minute ${minute + 1}: ${seen.at(-1)} MiB`)
  }
  const mean = (some: number[]) => some.reduce((sum, one) => sum + one, 0) / some.length
  return { minutes: seen, growth: mean(seen.slice(-3)) / mean(seen.slice(1, 4)) - 1 }
}
