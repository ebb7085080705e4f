import { cacheAddress } from './cache-address'
import type { HotStore, Outbox, OutboxItem, PublishSource } from './ports'
import type { PublishedEntry } from './schema'
import { openValue, signValue, type SigningKeys } from './signed-value'

export type Change =
  | { type: 'entry'; address: string; revision: number; workspace: string }
  | { type: 'workspace'; workspace: string }

export function parseChange(message: string): Change | null {
  try {
    return JSON.parse(message) as Change
  } catch {
    return null
  }
}

export type PublisherDeps = {
  outbox: Outbox
  source: PublishSource
  hot: HotStore
  keys: SigningKeys
  now: () => Date
  onPublished?: (outcome: 'written' | 'stale' | 'failed') => void
  /** Notifications and whatever else leaves through the outbox. */
  deliverOther?: (item: OutboxItem) => Promise<void>
}

/**
 * The only writer of the hot store. It reads the entry's *current* state from Postgres, so however
 * often or late an outbox item is delivered, what is written is what is true.
 */
export class Publisher {
  constructor(private readonly deps: PublisherDeps) {}

  /** Delivers what is due; returns how many items left. */
  drain(limit = 100): Promise<number> {
    return this.deps.outbox.drain(limit, this.deps.now(), (item) => this.deliver(item))
  }

  private async deliver(item: OutboxItem): Promise<void> {
    if (item.topic === 'workspace.changed') {
      await this.deps.hot.announce(
        JSON.stringify({ type: 'workspace', workspace: item.workspace_id } satisfies Change),
      )
      return
    }
    if (item.topic !== 'entry.publish') {
      await this.deps.deliverOther?.(item)
      return
    }
    const entry = await this.deps.source.published(item.workspace_id, item.subject_id)
    if (entry) await this.publish(entry)
  }

  async publish(entry: PublishedEntry): Promise<boolean> {
    const address = cacheAddress(entry)
    try {
      const value = signValue(this.deps.keys, address, entry)
      const written =
        (await this.deps.hot.putIfNewer(address, entry.revision, value)) ||
        (await this.repair(address, entry, value))
      const change: Change = { type: 'entry', address, revision: entry.revision, workspace: entry.workspace }
      await this.deps.hot.announce(JSON.stringify(change))
      this.deps.onPublished?.(written ? 'written' : 'stale')
      return written
    } catch (error) {
      this.deps.onPublished?.('failed')
      throw error
    }
  }

  /**
   * A forged value may claim any revision; what does not verify is replaced whatever it claims. So is the
   * same revision under an older key or in the other form: a rebuild is what ends a rotation.
   */
  private async repair(address: string, entry: PublishedEntry, value: string): Promise<boolean> {
    const present = await this.deps.hot.get(address)
    if (present === null) return false
    const opened = openValue(this.deps.keys, address, present)
    if (opened.ok && (opened.current || opened.entry.revision !== entry.revision)) return false
    return this.deps.hot.replace(address, present, value)
  }

  /** Writes every published entry again, e.g. into an emptied Redis. Safe beside running publishers. */
  async rebuild(onProgress: (done: number, total: number) => void = () => {}): Promise<number> {
    const total = await this.deps.source.countPublished()
    let done = 0
    let after: string | null = null
    for (;;) {
      const page: PublishedEntry[] = await this.deps.source.allPublished(after, 200)
      if (page.length === 0) return done
      for (const entry of page) await this.publish(entry)
      done += page.length
      after = page.at(-1)!.entry
      onProgress(done, total)
    }
  }
}
