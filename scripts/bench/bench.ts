import { writeFileSync } from 'node:fs'
import { cpus, platform } from 'node:os'
import { Command } from 'commander'
import { startChild } from './child'
import { measureInstances, type InstancesPoint } from './instances'
import { measureMemory, type MemoryLine } from './memory'
import { measureScale, type Scale } from './scale'
import { measure, type Servers, type Table } from './series'
import { writeReport } from './write-report'
import { startWorld, type World } from './world'

export type BenchResult = {
  at: string
  machine: string
  rounds: number
  seconds: number
  /** Different phrasings that the workspace answers. */
  phrasings: number
  table: Table
  scale: Scale | null
  instances: InstancesPoint[] | null
  memory: MemoryLine | null
}

type Options = {
  quick?: boolean
  json?: string
  memory?: boolean
  write?: boolean
  scale: boolean
  rounds?: string
}

/** Starts servers of its own, measures, and stops them whatever happens. */
async function main(): Promise<void> {
  const options = new Command('bench')
    .description('Measures the hot path against a bare server, in interleaved rounds.')
    .option('--quick', 'one connection count, short rounds, no scale series')
    .option('--json <file>', 'write what was measured')
    .option('--memory', 'ten minutes of load at 64 connections, watching memory')
    .option('--write', 'write the table and the chart into docs/')
    .option('--no-scale', 'leave out the scale series and that of two instances')
    .option('--rounds <n>', 'interleaved rounds', '3')
    .parse()
    .opts<Options>()
  const say = (line: string) => console.error(`· ${line}`)
  const world = await startWorld()
  let stopping = false
  const stop = async (code: number) => {
    if (stopping) return
    stopping = true
    await world.stop()
    process.exit(code)
  }
  process.on('SIGINT', () => void stop(130))
  process.on('SIGTERM', () => void stop(143))
  try {
    const result = await runAll(world, options, say)
    if (options.json) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`)
    if (options.write) writeReport(result)
    print(result)
    await stop(0)
  } catch (error) {
    console.error(error)
    await stop(1)
  }
}

async function runAll(world: World, options: Options, say: (line: string) => void): Promise<BenchResult> {
  const quick = options.quick === true
  const rounds = Number(options.rounds ?? 3)
  const seconds = quick ? 2 : 5
  const connections = quick ? [64] : [1, 16, 64]
  const model = await startChild('instant-model', {})
  const env = {
    ...world.env,
    LOG_LEVEL: 'fatal',
    ANTHROPIC_BASE_URL: model.url,
    UPSTREAM_CONCURRENCY: '1000',
  }
  const servers: Servers = {
    model,
    bare: await startChild('bare', env),
    near: await startChild('serve', env),
    missing: await startChild('serve', env),
    far: await startChild('serve', { ...env, NEAR_CACHE_BYTES: '0' }),
  }
  let measured: Awaited<ReturnType<typeof measure>>
  let memory: MemoryLine | null = null
  try {
    measured = await measure(world, servers, { connections, rounds, seconds }, say)
    if (options.memory) memory = await measureMemory(world, servers.near, say)
  } finally {
    for (const child of Object.values(servers)) await child.stop()
  }
  const plan = { entries: [100, 1_000, 10_000, 50_000], workspaces: [1, 100, 1_000], rounds, seconds }
  const full = options.scale && !quick
  const instances = full ? await measureInstances(world, { rounds, seconds }, say) : null
  const scale = full ? await measureScale(world, plan, say) : null
  return {
    at: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${platform()}, Node ${process.versions.node}`,
    rounds,
    seconds,
    phrasings: measured.answered,
    table: measured.table,
    scale,
    instances,
    memory,
  }
}

function print(result: BenchResult): void {
  for (const [connections, row] of Object.entries(result.table)) {
    console.log(`\n${connections} connections`)
    console.table(
      Object.fromEntries(
        Object.entries(row).map(([name, cell]) => [
          name,
          {
            'requests/s': Math.round(cell.perSecond),
            'ratio to (a)': cell.ratio.toFixed(2),
            'p50 ms': cell.p50Ms.toFixed(2),
            'p99 ms': cell.p99Ms.toFixed(2),
            'CPU µs': Math.round(cell.cpuUs),
            'CPU (a)/this': cell.cpuRatio.toFixed(2),
            failed: cell.failed,
          },
        ]),
      ),
    )
  }
  if (result.scale) console.log(JSON.stringify(result.scale, null, 1))
  if (result.instances) console.table(result.instances)
  if (result.memory) console.log(JSON.stringify(result.memory))
}

void main()
