import { cacheAddress } from './cache-address'
import type {
  AnswerPlace,
  AnswerPlaces,
  AnswerStore,
  HotStore,
  Outbox,
  OutboxItem,
  PublishSource,
} from './ports'
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

const pageSize = 200

export type PublisherDeps = {
  outbox: Outbox
  source: PublishSource
  hot: HotStore
  /** Stores of workspaces that have their own; absent, all answers go to `hot`. */
  own?: { places: AnswerPlaces; open(workspaceId: string, place: AnswerPlace): AnswerStore }
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

  /** Public for drainers of their own, which keep one workspace from waiting for another's store. */
  async deliver(item: OutboxItem): Promise<void> {
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
    const place = (await this.placesOf([entry])).get(entry.workspace)
    const written = await this.write(entry, place)
    await this.follow([entry], place)
    return written
  }

  private async write(entry: PublishedEntry, place: AnswerPlace | undefined): Promise<boolean> {
    const address = cacheAddress(entry)
    const change: Change = { type: 'entry', address, revision: entry.revision, workspace: entry.workspace }
    try {
      const value = signValue(this.deps.keys, address, entry)
      const store = this.storeOf(entry.workspace, place)
      const written =
        (await store.putIfNewer(address, entry.revision, value)) ||
        (await this.repair(store, address, entry, value))
      await this.deps.hot.announce(JSON.stringify(change))
      this.deps.onPublished?.(written ? 'written' : 'stale')
      return written
    } catch (error) {
      // A customer's broken Redis is counted apart: nobody of ours is to be woken by it. The channel is another server
      // than theirs: memories must not keep what may not be served any more.
      if (place?.url) await this.deps.hot.announce(JSON.stringify(change)).catch(() => {})
      else this.deps.onPublished?.('failed')
      throw error
    }
  }

  private storeOf(workspaceId: string, place: AnswerPlace | undefined): AnswerStore {
    return place?.url && this.deps.own ? this.deps.own.open(workspaceId, place) : this.deps.hot
  }

  private placesOf(entries: PublishedEntry[]): Promise<Map<string, AnswerPlace>> {
    if (!this.deps.own) return Promise.resolve(new Map())
    return this.deps.own.places.of([...new Set(entries.map(({ workspace }) => workspace))])
  }

  /** A workspace that moved while its entries were written is followed, and nothing is left where it was. */
  private async follow(entries: PublishedEntry[], place: AnswerPlace | undefined): Promise<void> {
    const [first] = entries
    if (!first) return
    const now = (await this.placesOf([first])).get(first.workspace)
    if (now?.id === place?.id || (!now?.url && !place?.url)) return
    // Whoever moved it empties this place; that it cannot be reached must not keep the entry from the new one.
    const left = this.storeOf(first.workspace, place)
    await left.remove(entries.map(cacheAddress)).catch(() => {})
    for (const entry of entries) {
      const current = await this.deps.source.published(entry.workspace, entry.entry)
      if (current) await this.publish(current)
    }
  }

  /**
   * A forged value may claim any revision; what does not verify is replaced whatever it claims. So is the
   * same revision under an older key or in the other form: a rebuild is what ends a rotation.
   */
  private async repair(
    store: AnswerStore,
    address: string,
    entry: PublishedEntry,
    value: string,
  ): Promise<boolean> {
    const present = await store.get(address)
    if (present === null) return false
    const opened = openValue(this.deps.keys, address, present)
    if (opened.ok && (opened.current || opened.entry.revision !== entry.revision)) return false
    return store.replace(address, present, value)
  }

  /**
   * Writes every published entry of the shared store again, e.g. into an emptied Redis. Safe beside running publishers.
   * Workspaces with a store of their own are not waited for: `rebuildWorkspace` is theirs.
   */
  async rebuild(onProgress: (done: number, total: number) => void = () => {}): Promise<number> {
    const total = await this.deps.source.countPublished()
    let written = 0
    let seen = 0
    let after: string | null = null
    for (;;) {
      const page: PublishedEntry[] = await this.deps.source.allPublished(after, pageSize)
      if (page.length === 0) return written
      const places = await this.placesOf(page)
      const shared = page.filter(({ workspace }) => !places.get(workspace)?.url)
      for (const entry of shared) await this.write(entry, undefined)
      const now = await this.placesOf(shared)
      for (const group of byWorkspace(shared))
        if (now.get(group[0]!.workspace)?.url) await this.follow(group, undefined)
      written += shared.length
      seen += page.length
      after = page.at(-1)!.entry
      onProgress(seen, total)
    }
  }

  /** Writes every published entry of one workspace again, wherever its answers are to be now. */
  async rebuildWorkspace(workspaceId: string): Promise<number> {
    let done = 0
    let after: string | null = null
    for (;;) {
      const page: PublishedEntry[] = await this.deps.source.publishedOf(workspaceId, after, pageSize)
      if (page.length === 0) return done
      const place = (await this.placesOf(page)).get(workspaceId)
      for (const entry of page) await this.write(entry, place)
      await this.follow(page, place)
      done += page.length
      after = page.at(-1)!.entry
    }
  }
}

function byWorkspace(entries: PublishedEntry[]): PublishedEntry[][] {
  const groups = new Map<string, PublishedEntry[]>()
  for (const entry of entries) {
    const group = groups.get(entry.workspace)
    if (group) group.push(entry)
    else groups.set(entry.workspace, [entry])
  }
  return [...groups.values()]
}
