import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startChild, type Child } from '@/scripts/bench/child'
import { prepareDatabase } from '@/scripts/start/prepare-database'
import { freePort, stopPid, waitFor } from '@/scripts/start/processes'
import { startPostgres, type LocalPostgres } from '@/scripts/start/postgres'
import { State } from '@/scripts/start/state'
import type { LookupResponse } from '@/lib/lookup/schema'

export type Process = { pid: number; port: number; stop(): Promise<void> }

export type Deployment = {
  directory: string
  postgres: LocalPostgres
  env(redisUrl: string, more?: Record<string, string>): Record<string, string>
  stop(): Promise<void>
}

/** A migrated Postgres of its own, because drills freeze and kill what they run on. */
export async function startDeployment(): Promise<Deployment> {
  const directory = mkdtempSync(path.join(tmpdir(), 'l0-drill-'))
  const state = new State(directory)
  const postgres = await startPostgres(state)
  const database = { DATABASE_URL: postgres.appUrl, DATABASE_OWNER_URL: postgres.ownerUrl }
  await prepareDatabase(process.cwd(), database)
  return {
    directory,
    postgres,
    env: (redisUrl, more = {}) => ({
      ...database,
      NODE_ENV: 'test',
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      L0_SECRET: 'a secret for tests only, thirty-two characters',
      REDIS_URL: redisUrl,
      REDIS_DEADLINE_MS: '20',
      ANTHROPIC_API_KEY: 'demo',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
      ...more,
    }),
    async stop() {
      await postgres.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A redis-server with the given configuration lines; a sentinel with `--sentinel`. */
export async function startRedisProcess(
  directory: string,
  lines: string[],
  options: { port?: number; sentinel?: boolean } = {},
): Promise<Process> {
  const port = options.port ?? (await freePort())
  const file = path.join(directory, `redis-${port}.conf`)
  writeFileSync(file, ['bind 127.0.0.1', `port ${port}`, `dir ${directory}`, ...lines].join('\n') + '\n')
  const child = spawn('redis-server', [file, ...(options.sentinel ? ['--sentinel'] : [])], {
    stdio: 'ignore',
  })
  const up = await waitFor(() => listens(port), 10_000)
  if (!up) throw new Error('redis-server did not start')
  return { pid: child.pid!, port, stop: () => stopPid(child.pid!, 'SIGKILL') }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

export function startInstance(env: Record<string, string>): Promise<Child> {
  return startChild('serve', env)
}

export type Asked = LookupResponse & { http: number; ms: number }

export async function askInstance(url: string, key: string, query: string): Promise<Asked> {
  const startedMs = performance.now()
  const response = await fetch(`${url}/api/v1/lookup`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const body = (await response.json()) as LookupResponse
  return { ...body, http: response.status, ms: performance.now() - startedMs }
}

export type SlowProxy = { port: number; setDelay(ms: number): void; stop(): Promise<void> }

/** A wire that is slow in the direction of the answers. */
export async function startSlowProxy(toPort: number): Promise<SlowProxy> {
  let delayMs = 0
  const sockets = new Set<Socket>()
  const server: Server = createServer((client) => {
    const upstream = connect(toPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream)
    upstream.on('data', (chunk) => {
      if (delayMs === 0) client.write(chunk)
      else setTimeout(() => client.writable && client.write(chunk), delayMs)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    setDelay: (ms) => (delayMs = ms),
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
