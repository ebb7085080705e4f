import type { Outbox, OutboxItem } from '@/lib/entries/ports'
import { publishSource } from '@/lib/adapters/postgres/publish-source'
import { parseChange, Publisher } from '@/lib/entries/publisher'
import type { Base } from '../base'
import { composeOwnPublishing, type OwnStores } from './dedicated-stores'
import type { LookupServices } from './lookup'

export type Publishing = {
  publisher: Publisher
  /** Delivers soon instead of at the next tick: called after a commit. */
  nudge(): void
  start(): Promise<void>
  stop(): Promise<void>
  channelConnected(): boolean
}

const tickMs = 500

export type PublishingDeps = {
  /** Of workspaces in the shared store. */
  outbox: Outbox
  own: OwnStores
  deliverOther: (item: OutboxItem) => Promise<void>
  /** A workspace's keys, policy or release changed somewhere. */
  onWorkspaceChanged: (workspaceId: string) => void
  /** Everything said on the channel: rate limits share it. */
  onMessage: (message: string) => void
}

/** The publisher's loop, and the ear for what other instances publish. */
export function composePublishing(base: Base, lookup: LookupServices, deps: PublishingDeps): Publishing {
  const publisher = new Publisher({
    outbox: deps.outbox,
    source: publishSource(base.db.prisma),
    hot: base.hot,
    own: deps.own,
    keys: lookup.signing,
    now: () => base.clock.now(),
    onPublished: (outcome) => base.metrics.publishes.inc({ outcome }),
    deliverOther: deps.deliverOther,
  })
  const ownPublishing = composeOwnPublishing(base, deps.own, publisher)
  const tickOwn = () =>
    void ownPublishing.tick().catch((error) => base.log.warn({ err: error }, 'the outbox could not be read'))
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  let connected = false
  let everConnected = false
  let owed = false

  const drain = () => {
    running = running
      .then(async () => {
        while ((await publisher.drain()) > 0);
        base.metrics.outboxPending.set((await deps.outbox.pending()).count)
      })
      .catch((error) => base.log.warn({ err: error }, 'publishing failed; it is tried again'))
    return running
  }

  const hear = (message: string) => {
    const change = parseChange(message)
    if (change?.type === 'entry') lookup.near.invalidate(change.address, change.revision)
    if (change?.type === 'workspace') {
      lookup.live.invalidate(change.workspace)
      deps.onWorkspaceChanged(change.workspace)
    }
    deps.onMessage(message)
  }

  /** A store that was away may have come back empty: everything is written again, guarded by revision. */
  const onChannel = (now: boolean) => {
    lookup.near.setConnected(now)
    if (now && !connected && everConnected) void rebuild()
    if (now) everConnected = true
    connected = now
  }
  const rebuild = async () => {
    owed = true
    try {
      lookup.answers.setRebuilding(true)
      await publisher.rebuild()
      lookup.answers.setRebuilding(false)
      owed = false
    } catch (error) {
      base.log.warn({ err: error }, 'the hot store could not be rebuilt yet')
    }
  }

  return {
    publisher,
    nudge: () =>
      void setTimeout(() => {
        void drain()
        tickOwn()
      }, 0),
    channelConnected: () => connected,
    async start() {
      await base.hot.subscribe(hear, onChannel)
      await rebuild()
      await drain()
      timer = setInterval(() => {
        // The channel may be back before the publisher's own connection is.
        if (owed) running = running.then(rebuild)
        void drain()
        tickOwn()
      }, tickMs)
    },
    async stop() {
      clearInterval(timer)
      await drain()
      await ownPublishing.stop()
    },
  }
}
