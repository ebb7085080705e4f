import { randomUUID } from 'node:crypto'
import net from 'node:net'
import { Redis, type RedisOptions } from 'ioredis'
import { withDeadline } from '@/lib/kernel/time'
import { isCallable, type AllowedRanges } from '../http/public-address'
import { guardedConnector } from './guarded-connector'

export type DedicatedOptions = { allowed: AllowedRanges; commandTimeoutMs?: number }

/** What can be said of an address without a look at the network; throws an `Error` with a sentence for people. */
function requireRedisUrl(text: string, allowed: AllowedRanges): URL {
  const url = new URL(text)
  const bare = bareHost(url)
  if (net.isIP(bare) && !isCallable(bare, allowed))
    throw new Error(`${url.hostname} is not an address that may be called.`)
  if (url.protocol === 'rediss:') return url
  // In the clear only where an operator allowed the very network.
  if (url.protocol === 'redis:' && allowed.length > 0) return url
  throw new Error('Only rediss:// addresses (TLS) are used.')
}

/** A connection to a workspace's own Redis; commands never queue while it is away. */
export function connectDedicated(
  text: string,
  { allowed, commandTimeoutMs = 1_000 }: DedicatedOptions,
): Redis {
  const url = requireRedisUrl(text, allowed)
  return new Redis({
    host: bareHost(url),
    port: url.port ? Number(url.port) : 6379,
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    db: Number(url.pathname.slice(1) || 0),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
    Connector: guardedConnector(allowed),
    connectTimeout: 2_000,
    commandTimeout: commandTimeoutMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    enableAutoPipelining: true,
    keepAlive: 5_000,
    retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 5), 1_000),
    reconnectOnError: (error: Error) => /READONLY|LOADING/.test(error.message),
  } satisfies RedisOptions)
}

const probeDeadlineMs = 5_000
const probeScript = `redis.call('SET', KEYS[1], ARGV[1]) return redis.call('GET', KEYS[1])`

export type ProbeOptions = {
  allowed: AllowedRanges
  /** What a look-up waits, ms: a Redis further away would only ever miss. */
  lookupMs: number
}

/** Does there what publishing and look-ups do: a script that writes, reads in time, a deletion. Never throws. */
export async function probeRedis(
  text: string,
  { allowed, lookupMs }: ProbeOptions,
): Promise<{ ok: boolean; detail: string }> {
  let host = 'It'
  let connection: Redis | undefined
  let lastError: Error | undefined
  try {
    const url = requireRedisUrl(text, allowed)
    host = url.host
    const redis = (connection = connectDedicated(text, { allowed, commandTimeoutMs: 3_000 }))
    redis.on('error', (error: Error) => (lastError = error))
    await withDeadline(standing(redis), probeDeadlineMs, 'Connecting')
    const address = `l0:{probe}:${randomUUID()}`
    if ((await redis.eval(probeScript, 1, address, '1')) !== '1' || (await redis.get(address)) !== '1')
      return { ok: false, detail: `${host} did not give back what was written.` }
    const fastestMs = await fastestRead(redis, address)
    await redis.unlink(address)
    if (fastestMs <= lookupMs) return { ok: true, detail: `${host} takes, returns and deletes values.` }
    const took = `${host} takes ${Math.ceil(fastestMs)} ms to answer`
    return { ok: false, detail: `${took}; a look-up waits ${lookupMs} ms, so it would never be in time.` }
  } catch (error) {
    return { ok: false, detail: sentence(host, lastError ?? (error as Error)) }
  } finally {
    connection?.disconnect()
  }
}

/** The best of a few: one slow read says nothing of the distance. */
async function fastestRead(redis: Redis, address: string): Promise<number> {
  let fastestMs = Infinity
  for (let i = 0; i < 5; i++) {
    const startedMs = performance.now()
    await redis.get(address)
    fastestMs = Math.min(fastestMs, performance.now() - startedMs)
  }
  return fastestMs
}

/** The first connection, or why it failed: nobody waits for a retry with the wrong password. */
function standing(redis: Redis): Promise<void> {
  return new Promise((resolve, reject) => {
    redis.once('ready', () => resolve())
    redis.once('error', reject)
    redis.once('close', () => reject(new Error('The connection was closed.')))
  })
}

/** Redis' own words are for people, too; what holds the address with its password never gets in here. */
function sentence(host: string, { message }: Error): string {
  if (/WRONGPASS|NOAUTH/.test(message)) return `${host} refused this user and password.`
  if (/NOPERM/.test(message)) return `${host} does not let this user write, read and delete keys under l0:*.`
  if (/ECONNREFUSED|ETIMEDOUT|longer than|closed/.test(message)) return `${host} does not answer.`
  if (/ENOTFOUND|EAI_AGAIN/.test(message)) return `${host} could not be found.`
  if (host === 'It' || /may be called/.test(message)) return message
  return `${host} cannot be used: ${message.slice(0, 200)}`
}

function bareHost(url: URL): string {
  return decodeURIComponent(url.hostname).replace(/^\[|\]$/g, '')
}
