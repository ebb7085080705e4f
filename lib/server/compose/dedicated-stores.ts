import { parseRanges } from '@/lib/adapters/http/public-address'
import { withAdvisoryLock } from '@/lib/adapters/postgres/advisory-lock'
import { answerPlaces, dedicatedStoreUnit, placeMover } from '@/lib/adapters/postgres/dedicated-store'
import { outbox } from '@/lib/adapters/postgres/outbox-store'
import { publishSource } from '@/lib/adapters/postgres/publish-source'
import { probeRedis } from '@/lib/adapters/redis/dedicated-redis'
import { DedicatedStores, type OwedFill } from '@/lib/adapters/redis/dedicated-stores'
import { moveAnswers, type MoveDeps } from '@/lib/entries/move-answers'
import type { AnswerPlace, Outbox, OutboxItem, OwnAnswers } from '@/lib/entries/ports'
import type { Publisher, PublisherDeps } from '@/lib/entries/publisher'
import type { DedicatedStoreDeps } from '@/lib/workspaces/dedicated-store/ports'
import type { Base } from '../base'

/** The workspaces' own Redis, as look-ups and the publisher take them. */
export type OwnStores = NonNullable<PublisherDeps['own']> & {
  pool: DedicatedStores
  /** What a reader needs of a workspace with this place. */
  answersAt(workspaceId: string, place: AnswerPlace): OwnAnswers
  /** The place as it was loaded just now: connects to it, and closes what the workspace had before. */
  settle(workspaceId: string, place: AnswerPlace | null): void
}

export function composeOwnStores(base: Base): OwnStores {
  const pool = new DedicatedStores({
    env: base.env,
    allowed: parseRanges(base.env.DEDICATED_REDIS_ALLOWED_CIDRS),
    open: (sealed) => base.secrets.open(sealed),
    nowMs: Date.now,
    onError: (command) => base.metrics.dedicatedStoreErrors.inc({ command }),
  })
  return {
    pool,
    places: answerPlaces(base.db.prisma),
    open: (workspaceId, place) => pool.store(workspaceId, place),
    answersAt(workspaceId, place) {
      if (!place.url) {
        const shared = base.hot as typeof base.hot & Partial<Pick<OwnAnswers, 'primaryGet'>>
        return {
          get: (address) => shared.get(address),
          primaryGet: async (address) => (await shared.primaryGet?.(address)) ?? null,
          filling: () => !place.filled,
        }
      }
      return {
        get: (address) => pool.get(workspaceId, place, address),
        primaryGet: (address) => pool.get(workspaceId, place, address),
        filling: () => pool.isFilling(place),
      }
    },
    settle(workspaceId, place) {
      pool.keep(workspaceId, place?.id ?? null)
      if (place?.url) pool.warm(workspaceId, place)
    },
  }
}

/** What the use cases of `lib/workspaces/dedicated-store` take. */
export function composeDedicatedStore(base: Base, own: OwnStores, nudge: () => void): DedicatedStoreDeps {
  return {
    clock: base.clock,
    unit: dedicatedStoreUnit(base.db, () => base.clock.now()),
    sealer: base.secrets,
    probe: (url) =>
      probeRedis(url, {
        allowed: parseRanges(base.env.DEDICATED_REDIS_ALLOWED_CIDRS),
        lookupMs: base.env.REDIS_DEADLINE_MS,
      }),
    answers: (workspaceId, { id, url, filled_at }) =>
      own.pool.answers(workspaceId, { id, url, filled: filled_at !== null }),
    nudge,
  }
}

export type OwnPublishing = {
  tick(): Promise<void>
  stop(): Promise<void>
}

/** Publishing into the workspaces' own Redis, apart from all other publishing: one that hangs holds up nobody else. */
export function composeOwnPublishing(base: Base, own: OwnStores, publisher: Publisher): OwnPublishing {
  const now = () => base.clock.now()
  const publishes = outbox(base.db, { topics: ['entry.publish'], publishes: 'own' })
  const moves = outbox(base.db, { topics: ['store.fill', 'store.empty'], parallel: true })
  const moving: MoveDeps = {
    mover: placeMover(base.db, now),
    publisher,
    source: publishSource(base.db.prisma),
    storeAt: (workspaceId, place) => (place.url ? own.open(workspaceId, place) : base.hot),
    release: (placeId) => own.pool.drop(placeId),
    exclusively: (workspaceId, work) =>
      withAdvisoryLock(base.env.DATABASE_URL, `answers of ${workspaceId}`, work),
    now,
  }
  const onError = (error: unknown) =>
    base.log.warn({ err: error }, 'publishing to a workspace’s own Redis failed; it is tried again')
  const drain = async (from: Outbox, deliver: (item: OutboxItem) => Promise<void>) => {
    while ((await from.drain(100, now(), deliver)) > 0);
  }
  const loops = [
    oneAtATime(() => drain(publishes, (item) => publisher.deliver(item)), onError),
    oneAtATime(() => drain(moves, (item) => moveAnswers(moving, item)), onError),
  ]
  const refilling = new Map<string, Promise<void>>()
  /** A store that was away may have come back empty, as with the shared one. */
  const refill = (owed: OwedFill) => {
    if (refilling.has(owed.placeId)) return
    const work = publisher
      .rebuildWorkspace(owed.workspaceId)
      .then(() => own.pool.markFilled(owed))
      .catch(onError)
      .finally(() => refilling.delete(owed.placeId))
    refilling.set(owed.placeId, work)
  }
  return {
    async tick() {
      for (const owed of own.pool.owed()) refill(owed)
      for (const loop of loops) loop.run()
      const { connected, broken } = own.pool.counts()
      base.metrics.dedicatedStores.set({ state: 'connected' }, connected)
      base.metrics.dedicatedStores.set({ state: 'broken' }, broken)
      const [published, moved] = await Promise.all([publishes.pending(), moves.pending()])
      base.metrics.dedicatedOutboxPending.set(published.count + moved.count)
    },
    async stop() {
      await Promise.all([...loops.map((loop) => loop.ended()), ...refilling.values()])
      own.pool.close()
    },
  }
}

function oneAtATime(work: () => Promise<void>, onError: (error: unknown) => void) {
  let running: Promise<void> | null = null
  return {
    run: () => {
      running ??= work()
        .catch(onError)
        .finally(() => (running = null))
    },
    ended: async () => void (await running),
  }
}
