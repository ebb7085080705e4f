import { LRUCache } from 'lru-cache'

export type RefreshingMapOptions<V> = {
  /** `previous`: what is served meanwhile, of which a new value may keep what did not change. */
  load: (key: string, previous?: V) => Promise<V>
  nowMs: () => number
  /** Age after which a value is loaded again in the background, ms; may depend on the channel's state. */
  staleAfterMs: () => number
  max: number
  onError?: (key: string, error: unknown) => void
}

type Slot<V> = { value: V; loadedMs: number; loading: boolean; wanted: boolean }

/**
 * Values that readers never wait for once loaded: a stale one is served while the next is fetched,
 * and when its source is down the last good one stays. Only the first read of a key waits.
 */
export class RefreshingMap<V> {
  private readonly slots: LRUCache<string, Slot<V>>
  private readonly first = new Map<string, Promise<V>>()
  // A request asks for its workspace several times, and most in a row are of few.
  private lastKey = ''
  private lastSlot: Slot<V> | undefined

  constructor(private readonly options: RefreshingMapOptions<V>) {
    this.slots = new LRUCache({ max: options.max })
  }

  /** The value now, or undefined when it was never loaded. Starts a refresh when it is stale. */
  peek(key: string): V | undefined {
    const slot = key === this.lastKey && this.lastSlot ? this.lastSlot : this.slots.get(key)
    if (!slot) return undefined
    this.lastKey = key
    this.lastSlot = slot
    if (this.options.nowMs() - slot.loadedMs > this.options.staleAfterMs()) this.refresh(key, slot)
    return slot.value
  }

  async get(key: string): Promise<V> {
    const present = this.peek(key)
    if (present !== undefined) return present
    let loading = this.first.get(key)
    if (!loading) {
      loading = this.loadFirst(key)
      this.first.set(key, loading)
    }
    return loading
  }

  /** Something changed: fetch anew. Readers keep the old value for the moment that takes. */
  invalidate(key: string): void {
    const slot = this.slots.peek(key)
    if (!slot) return
    if (slot.loading) slot.wanted = true
    else this.refresh(key, slot)
  }

  invalidateAll(): void {
    for (const key of [...this.slots.keys()]) this.invalidate(key)
  }

  private async loadFirst(key: string): Promise<V> {
    try {
      const value = await this.options.load(key)
      // The last one may be what had to make room.
      this.lastSlot = undefined
      this.slots.set(key, { value, loadedMs: this.options.nowMs(), loading: false, wanted: false })
      return value
    } finally {
      this.first.delete(key)
    }
  }

  private refresh(key: string, slot: Slot<V>): void {
    if (slot.loading) return
    slot.loading = true
    slot.loadedMs = this.options.nowMs()
    this.options
      .load(key, slot.value)
      .then((value) => {
        slot.value = value
        slot.loadedMs = this.options.nowMs()
      })
      .catch((error) => this.options.onError?.(key, error))
      .finally(() => {
        slot.loading = false
        if (!slot.wanted) return
        slot.wanted = false
        this.refresh(key, slot)
      })
  }
}
