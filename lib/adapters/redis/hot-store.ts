import { circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel'
import { invalidationChannel } from '@/lib/entries/cache-address'
import type { HotStore } from '@/lib/entries/ports'
import type { Env } from '@/lib/env'
import { withDeadline } from '@/lib/kernel/time'
import { connectRedis, type RedisConnection, type RedisRole } from './connect'
import { watchReplicaLag } from './replica-lag'

export type RedisHooks = {
  onError: (command: string, error: Error) => void
  onBreaker: (open: boolean) => void
  /** The connection that reads stands, for the first time or again. */
  onReady?: () => void
}

export type RedisHotStore = HotStore & { primaryGet(address: string): Promise<string | null> }

const breakerAfterFailures = 5
const breakerOpenMs = 500
const heartbeatMs = 1_000

/**
 * Writes unless what is there has the same or a higher revision: a late retry cannot undo a
 * rollback. The revision is the value's first part, so a script of one comparison is enough.
 * Values whose revision cannot be read are overwritten: somebody else wrote them.
 */
const putIfNewerScript = `
local current = redis.call('GET', KEYS[1])
if current then
  local revision = tonumber(string.match(current, '^(%d+)%.'))
  if revision and revision >= tonumber(ARGV[1]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[2])
return 1`

const replaceScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`

/** The hot store on Redis: deadlines on every command, one breaker in front of reads. */
export function redisHotStore(
  env: Env,
  hooks: RedisHooks,
  connect: (role: RedisRole) => RedisConnection = (role) => connectRedis(env, role),
): RedisHotStore {
  const reader = listen(connect('reader'), 'reader', hooks)
  const publisher = listen(connect('publisher'), 'publisher', hooks)
  if (hooks.onReady) reader.on('ready', hooks.onReady)
  const lag = env.REDIS_READER_URL
    ? watchReplicaLag({ reader, publisher }, env.REDIS_MAX_LAG_SECONDS * 1_000)
    : null
  let subscriber: RedisConnection | null = null
  let heartbeat: NodeJS.Timeout | undefined

  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: breakerOpenMs,
    breaker: new ConsecutiveBreaker(breakerAfterFailures),
  })
  breaker.onBreak(() => hooks.onBreaker(true))
  breaker.onReset(() => hooks.onBreaker(false))

  const counted = async <T>(command: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      hooks.onError(command, error as Error)
      throw error
    }
  }

  return {
    name: 'redis',
    get: (address) =>
      breaker.execute(() =>
        counted('get', () => {
          const from = lag?.isBehind() ? publisher : reader
          return withDeadline(from.get(address), env.REDIS_DEADLINE_MS, 'Redis GET')
        }),
      ),
    primaryGet: (address) =>
      counted('get', () => withDeadline(publisher.get(address), env.REDIS_DEADLINE_MS, 'Redis GET')),
    putIfNewer: (address, revision, value) =>
      counted('put', async () => (await publisher.eval(putIfNewerScript, 1, address, revision, value)) === 1),
    replace: (address, expected, value) =>
      counted('put', async () => (await publisher.eval(replaceScript, 1, address, expected, value)) === 1),
    remove: (addresses) =>
      counted('remove', async () => {
        if (addresses.length > 0) await publisher.unlink(...addresses)
      }),
    announce: (message) =>
      counted('publish', async () => void (await publisher.publish(invalidationChannel, message))),
    async subscribe(listener, onState) {
      const connection = listen(connect('subscriber'), 'subscriber', hooks)
      subscriber = connection
      connection.on('message', (_channel: string, message: string) => listener(message))
      connection.on('close', () => onState(false))
      connection.on('ready', () => {
        connection.subscribe(invalidationChannel).then(
          () => onState(true),
          () => onState(false),
        )
      })
      heartbeat = setInterval(() => void checkChannel(connection, onState), heartbeatMs)
      heartbeat.unref()
    },
    ping: () => counted('ping', async () => void (await reader.ping())),
    ready: (withinMs) =>
      withDeadline(Promise.all([reader, publisher].map(standing)), withinMs, 'Connecting to Redis').then(
        () => {},
      ),
    async close() {
      clearInterval(heartbeat)
      lag?.stop()
      for (const connection of [reader, publisher, subscriber]) connection?.disconnect()
    },
  }
}

function standing(connection: RedisConnection): Promise<void> {
  if (connection.status === 'ready') return Promise.resolve()
  return new Promise((resolve) => connection.once('ready', () => resolve()))
}

/** A frozen server keeps its sockets open: only an unanswered ping tells. */
async function checkChannel(
  connection: RedisConnection,
  onState: (connected: boolean) => void,
): Promise<void> {
  if (connection.status !== 'ready') return
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, heartbeatMs * 0.9, 'late').unref())
  const answer = await Promise.race([
    connection.ping().then(
      () => 'ok' as const,
      () => 'late' as const,
    ),
    late,
  ])
  onState(answer === 'ok')
}

function listen(connection: RedisConnection, role: string, hooks: RedisHooks): RedisConnection {
  connection.on('error', (error: Error) => hooks.onError(`connection:${role}`, error))
  return connection
}
