import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { Redis } from 'ioredis'
import { freePort, isAlive, stopPid, waitFor, type Managed } from './processes'
import type { State } from './state'

export type LocalRedis = Managed & { url: string }

const names = ['redis-server', 'valkey-server']

/**
 * Starts a Redis found on the machine, on loopback with a password; null when there is none. It
 * keeps nothing on disk: Postgres is the source, and the server fills it at start.
 */
export async function startRedis(state: State, wantedPort?: number): Promise<LocalRedis | null> {
  await stopLeftover(state)
  const program = names.find((name) => spawnSync(name, ['--version']).status === 0)
  if (!program) return null
  const password = state.secrets().redis
  const port = wantedPort ?? (await freePort())
  const log = openSync(state.file('redis.log'), 'a', 0o600)
  // The configuration goes through standard input: a password on the command line is public.
  const child = spawn(program, ['-'], { stdio: ['pipe', log, log], detached: true })
  closeSync(log)
  child.stdin?.end(
    [
      'bind 127.0.0.1',
      `port ${port}`,
      `requirepass ${password}`,
      'save ""',
      'appendonly no',
      'maxmemory-policy noeviction',
    ].join('\n') + '\n',
  )
  child.unref()
  const url = `redis://:${password}@127.0.0.1:${port}`
  if (!child.pid || !(await waitFor(() => answers(url), 10_000))) {
    throw new Error(`${program} did not start; ${state.file('redis.log')} says why.`)
  }
  state.write('redis.json', { pid: child.pid, port })
  const { pid } = child
  return { name: 'redis', pid, url, stop: () => stopPid(pid, 'SIGTERM', 5_000) }
}

async function stopLeftover(state: State): Promise<void> {
  const left = state.read<{ pid: number; port: number }>('redis.json')
  if (!left || !isAlive(left.pid)) return
  // The pid may belong to somebody else by now: only what answers with our password is ours.
  if (await answers(`redis://:${state.secrets().redis}@127.0.0.1:${left.port}`))
    await stopPid(left.pid, 'SIGTERM', 5_000)
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 500,
  })
  redis.on('error', () => {})
  try {
    await redis.connect()
    return (await redis.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    redis.disconnect()
  }
}
