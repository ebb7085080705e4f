import { Cluster, Redis, type RedisOptions } from 'ioredis'
import type { Env } from '@/lib/env'

export type RedisConnection = Redis | Cluster
export type RedisRole = 'reader' | 'publisher' | 'subscriber'

/**
 * Opens the connection a role needs. Readers go to the endpoint next to this instance where there
 * is one; the publisher goes to the primary, with its own credentials where they are given.
 * Commands never queue while disconnected: the caller has a deadline to keep.
 */
export function connectRedis(env: Env, role: RedisRole): RedisConnection {
  const options = optionsFor(env, role)
  if (env.REDIS_CLUSTER_NODES) {
    return new Cluster(parseNodes(env.REDIS_CLUSTER_NODES), {
      enableOfflineQueue: role !== 'reader',
      scaleReads: role === 'reader' ? 'slave' : 'master',
      enableAutoPipelining: role === 'reader',
      redisOptions: options,
    })
  }
  if (env.REDIS_SENTINELS) {
    return new Redis({
      ...options,
      ...credentials(urlFor(env, role)),
      sentinels: parseNodes(env.REDIS_SENTINELS),
      name: env.REDIS_SENTINEL_NAME,
      role: role === 'reader' && env.REDIS_READER_URL ? 'slave' : 'master',
      sentinelRetryStrategy: (times: number) => Math.min(times * 50, 500),
      failoverDetector: true,
    } as RedisOptions)
  }
  return new Redis(urlFor(env, role), options)
}

function urlFor(env: Env, role: RedisRole): string {
  if (role === 'publisher') return env.REDIS_PUBLISHER_URL ?? env.REDIS_URL!
  if (role === 'reader') return env.REDIS_READER_URL ?? env.REDIS_URL!
  return env.REDIS_URL!
}

function optionsFor(env: Env, role: RedisRole): RedisOptions {
  return {
    connectTimeout: 2_000,
    // The deadline of a lookup is kept by the caller; this one frees what a frozen server holds.
    commandTimeout: role === 'subscriber' ? undefined : 2_000,
    enableOfflineQueue: role === 'subscriber',
    maxRetriesPerRequest: role === 'subscriber' ? null : 0,
    enableAutoPipelining: role === 'reader',
    autoResubscribe: true,
    keepAlive: 5_000,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 5), 1_000),
    reconnectOnError: (error) => /READONLY|LOADING/.test(error.message),
  }
}

function parseNodes(text: string): { host: string; port: number }[] {
  return text.split(',').map((node) => {
    const at = node.trim().lastIndexOf(':')
    return { host: node.trim().slice(0, at), port: Number(node.trim().slice(at + 1)) }
  })
}

function credentials(url: string | undefined): { username?: string; password?: string; db?: number } {
  if (!url) return {}
  const parsed = new URL(url)
  return {
    ...(parsed.username ? { username: decodeURIComponent(parsed.username) } : {}),
    ...(parsed.password ? { password: decodeURIComponent(parsed.password) } : {}),
  }
}
