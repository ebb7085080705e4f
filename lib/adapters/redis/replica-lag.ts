import { withDeadline } from '@/lib/kernel/time'
import type { RedisConnection } from './connect'

const everyMs = 1_000
/** On the primary, in ms of whoever wrote it last; only differences between its copies are used. */
const beatKey = 'l0:beat'

export type ReplicaLag = { isBehind(): boolean; stop(): void }

/**
 * Watches how far the reader endpoint is behind the primary: a beat is written to the primary once a second and read
 * back from both. Invalidations tell an instance what changed while it listened; this tells it not to believe a replica
 * about what changed before that.
 */
export function watchReplicaLag(
  { reader, publisher }: { reader: RedisConnection; publisher: RedisConnection },
  maxLagMs: number,
): ReplicaLag {
  let behind = false
  const check = async () => {
    await publisher.set(beatKey, String(Date.now()))
    const both = Promise.all([publisher.get(beatKey), reader.get(beatKey)])
    const [newest, copy] = await withDeadline(both, everyMs, 'The beat')
    behind = Number(newest) - Number(copy) > maxLagMs
  }
  // Without an answer nothing is known, so the last verdict stays.
  const look = () => void check().catch(() => {})
  reader.on('ready', look)
  const timer = setInterval(look, everyMs)
  timer.unref()
  return { isBehind: () => behind, stop: () => clearInterval(timer) }
}
