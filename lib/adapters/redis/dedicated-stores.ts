import type { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'
import type { AnswerPlace, AnswerStore } from '@/lib/entries/ports'
import type { Env } from '@/lib/env'
import { minuteMs } from '@/lib/kernel/time'
import type { AllowedRanges } from '../http/public-address'
import { connectDedicated } from './dedicated-redis'
import { redisHotStore, type RedisHotStore } from './hot-store'

type Kept = {
  workspaceId: string
  connection: Redis
  store: RedisHotStore
  state: 'connecting' | 'connected' | 'broken'
  /** Until everything was written again, nothing there does not mean nothing published. */
  filling: boolean
  /** How often it stood: what was written before the last time may be gone. */
  epoch: number
  usedMs: number
}

export type DedicatedStoresDeps = {
  env: Env
  allowed: AllowedRanges
  open(sealed: string): string
  nowMs: () => number
  onError: (command: string) => void
  /** Connections kept at most; the one unused longest makes room. */
  max?: number
  idleMs?: number
  tickMs?: number
}

const defaultMax = 200
const defaultIdleMs = 30 * minuteMs
const defaultTickMs = 5_000
const connectMs = 2_000

/** A store that stands, for the first time or again, and may have come back empty. */
export type OwedFill = { workspaceId: string; placeId: string; epoch: number }

/** Connections to the workspaces' own Redis: opened when first needed, one each, closed when unused. */
export class DedicatedStores {
  /** By id of the place. */
  private readonly kept: LRUCache<string, Kept>
  private readonly timer: NodeJS.Timeout

  constructor(private readonly deps: DedicatedStoresDeps) {
    this.kept = new LRUCache({
      max: deps.max ?? defaultMax,
      dispose: ({ store }) => void store.close(),
    })
    this.timer = setInterval(() => void this.tick(), deps.tickMs ?? defaultTickMs)
    this.timer.unref()
  }

  /**
   * For look-ups, which do not wait for a first connection: until it stands nothing is known to be there, and the place
   * counts as being filled. Throws where the address cannot be opened or may not be called any more.
   */
  async get(workspaceId: string, place: AnswerPlace, address: string): Promise<string | null> {
    const kept = this.at(workspaceId, place)
    return kept.state === 'connecting' ? null : kept.store.get(address)
  }

  /** For publishing, which has the time to wait for a connection. */
  store(workspaceId: string, place: AnswerPlace): AnswerStore {
    const kept = this.at(workspaceId, place)
    const { store, connection } = kept
    const standing = async () => {
      if (kept.state === 'connecting') await store.ready(connectMs)
    }
    return {
      // Without the deadline of look-ups: one late reply would undo a whole move.
      get: async (address) => standing().then(() => connection.get(address)),
      putIfNewer: async (address, revision, value) =>
        standing().then(() => store.putIfNewer(address, revision, value)),
      replace: async (address, expected, value) =>
        standing().then(() => store.replace(address, expected, value)),
      remove: async (addresses) => standing().then(() => store.remove(addresses)),
    }
  }

  /** Opens its connection in good time, and says whether it answers now. */
  async answers(workspaceId: string, place: AnswerPlace): Promise<boolean> {
    try {
      const kept = this.at(workspaceId, place)
      await kept.store.ready(connectMs)
      await kept.store.ping()
      return true
    } catch {
      return false
    }
  }

  /** Opens the connection before somebody waits for it. */
  warm(workspaceId: string, place: AnswerPlace): void {
    try {
      this.at(workspaceId, place)
    } catch {
      // Whoever asks for it hears why.
    }
  }

  private at(workspaceId: string, place: AnswerPlace): Kept {
    let kept = this.kept.get(place.id)
    if (!kept) this.kept.set(place.id, (kept = this.connect(workspaceId, place)))
    kept.usedMs = this.deps.nowMs()
    return kept
  }

  isFilling({ id, filled }: AnswerPlace): boolean {
    return !filled || (this.kept.peek(id)?.filling ?? true)
  }

  owed(): OwedFill[] {
    return [...this.kept.entries()]
      .filter(([, { filling, state }]) => filling && state === 'connected')
      .map(([placeId, { workspaceId, epoch }]) => ({ workspaceId, placeId, epoch }))
  }

  /** Everything was written again since it stood for the `epoch`th time. */
  markFilled({ placeId, epoch }: OwedFill): void {
    const kept = this.kept.peek(placeId)
    if (kept?.epoch === epoch) kept.filling = false
  }

  /** The workspace's answers are at this place: what was open for it elsewhere is closed. */
  keep(workspaceId: string, placeId: string | null): void {
    for (const [id, kept] of this.kept.entries())
      if (kept.workspaceId === workspaceId && id !== placeId) this.kept.delete(id)
  }

  /** Nothing more is wanted of a place that was left. */
  drop(placeId: string): void {
    this.kept.delete(placeId)
  }

  counts(): { connected: number; broken: number } {
    const states = [...this.kept.values()].map(({ state }) => state)
    return {
      connected: states.filter((state) => state === 'connected').length,
      broken: states.filter((state) => state === 'broken').length,
    }
  }

  close(): void {
    clearInterval(this.timer)
    this.kept.clear()
  }

  private connect(workspaceId: string, place: AnswerPlace): Kept {
    const { env, allowed, onError } = this.deps
    const connection = connectDedicated(this.deps.open(place.url!), { allowed })
    const kept: Kept = {
      workspaceId,
      connection,
      state: 'connecting',
      filling: true,
      epoch: 0,
      usedMs: this.deps.nowMs(),
      store: redisHotStore(
        { ...env, REDIS_READER_URL: undefined },
        {
          onError: (command) => {
            if (command.startsWith('connection')) kept.state = 'broken'
            if (command !== 'connection:publisher') onError(command)
          },
          onBreaker: (open) => (kept.state = open ? 'broken' : 'connected'),
          onReady: () => {
            kept.state = 'connected'
            kept.filling = true
            kept.epoch++
          },
        },
        // One connection reads and writes: its owner may count them.
        () => connection,
      ),
    }
    connection.on('close', () => (kept.state = 'broken'))
    return kept
  }

  /** Nobody may be asking: whether each still answers is looked at all the same. */
  private async tick(): Promise<void> {
    const oldestMs = this.deps.nowMs() - (this.deps.idleMs ?? defaultIdleMs)
    const look = async ([id, kept]: [string, Kept]) => {
      if (kept.usedMs < oldestMs) return void this.kept.delete(id)
      if (kept.state === 'connecting') return
      const state = await kept.store.ping().then(
        () => 'connected' as const,
        () => 'broken' as const,
      )
      kept.state = state
    }
    await Promise.all([...this.kept.entries()].map(look))
  }
}
