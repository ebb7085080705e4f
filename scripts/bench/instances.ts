import { startChild, type Child } from './child'
import { median, runOn, type MeasuredOn } from './load'
import { answeredPhrasings, makeSeries } from './series'
import type { World } from './world'

/** `perSecond` is of all instances together; `cpuUs` of each. */
export type InstancesPoint = {
  instances: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  cpuUs: number
}

/** Requests a second offered to each: few enough that two instances, their client, Redis and Postgres fit two cores. */
export const offered = 4_000
const counts = [1, 2]

/**
 * What a further instance adds: each is offered the same, and if a request costs each of them as much as it costs one
 * alone, they share nothing that would hold them back, and with cores to spare each adds what one can do.
 */
export async function measureInstances(
  world: World,
  plan: { rounds: number; seconds: number },
  say: (line: string) => void,
): Promise<InstancesPoint[]> {
  const servers = await Promise.all(counts.map(() => startChild('serve', world.env)))
  try {
    const body = makeSeries(await answeredPhrasings(servers[0]!.url, world.key)).b.body
    const load = (server: Child) => ({
      url: server.url,
      path: '/api/v1/lookup',
      connections: 16,
      seconds: plan.seconds,
      headers: { authorization: `Bearer ${world.key}` },
      body,
      perSecond: offered,
      expectedRate: offered,
    })
    const rounds: InstancesPoint[][] = []
    for (let round = -1; round < plan.rounds; round++) {
      const points: InstancesPoint[] = []
      for (const count of counts) {
        const used = servers.slice(0, count)
        const measured = await Promise.all(used.map((server) => runOn(server, load(server))))
        points.push(summarise(measured))
      }
      // The first round warms up.
      if (round >= 0) rounds.push(points)
      say(`instances, round ${round + 1} of ${plan.rounds}`)
    }
    return counts.map((instances, i) => {
      const of = (field: keyof InstancesPoint) => median(rounds.map((points) => points[i]![field]))
      const [perSecond, p50Ms, p99Ms, cpuUs] = [of('perSecond'), of('p50Ms'), of('p99Ms'), of('cpuUs')]
      return { instances, perSecond, p50Ms, p99Ms, cpuUs }
    })
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

function summarise(measured: MeasuredOn[]): InstancesPoint {
  const worst = (field: 'p50Ms' | 'p99Ms') => Math.max(...measured.map((one) => one[field]))
  return {
    instances: measured.length,
    perSecond: measured.reduce((sum, { perSecond }) => sum + perSecond, 0),
    p50Ms: worst('p50Ms'),
    p99Ms: worst('p99Ms'),
    cpuUs: measured.reduce((sum, { cpuUs }) => sum + cpuUs, 0) / measured.length,
  }
}
