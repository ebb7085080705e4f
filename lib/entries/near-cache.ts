import { LRUCache } from 'lru-cache'
import type { PublishedEntry } from './schema'
import { parseTemplate, type TemplatePart } from './template'

/** A verified entry with its template parsed: what a hit needs, and nothing to verify again. */
export type NearEntry = { entry: PublishedEntry; parts: TemplatePart[]; loadedMs: number }

export type NearCacheOptions = {
  maxBytes: number
  /** Oldest age served while the invalidation channel works, ms: a safety net, not the rule. */
  connectedTtlMs?: number
  /** Oldest age served while the channel is lost, ms. */
  disconnectedTtlMs?: number
}

/**
 * Verified entries in the process, bounded by bytes. Fresh by invalidation: within 1 s of a change
 * while the channel works; after it is lost, nothing older than `disconnectedTtlMs` (5 s) is served.
 */
export class NearCache {
  private readonly cache: LRUCache<string, NearEntry> | null
  private connected = false
  private readonly connectedTtlMs: number
  private readonly disconnectedTtlMs: number
  /** Lowest revision to believe for addresses that changed lately: what a lagging replica returns is refused. */
  private readonly floors = new LRUCache<string, number>({ max: 50_000 })

  constructor(options: NearCacheOptions) {
    this.connectedTtlMs = options.connectedTtlMs ?? 60_000
    this.disconnectedTtlMs = options.disconnectedTtlMs ?? 4_000
    this.cache =
      options.maxBytes > 0
        ? new LRUCache({ maxSize: options.maxBytes, sizeCalculation: (near) => sizeOf(near) })
        : null
  }

  get(address: string, nowMs: number): NearEntry | null {
    const near = this.cache?.get(address)
    if (!near) return null
    const ttlMs = this.connected ? this.connectedTtlMs : this.disconnectedTtlMs
    return nowMs - near.loadedMs <= ttlMs ? near : null
  }

  /** Keeps the entry unless a newer revision was announced meanwhile; returns it parsed either way. */
  load(address: string, entry: PublishedEntry, nowMs: number): NearEntry {
    const near = { entry, parts: parseTemplate(entry.answer), loadedMs: nowMs }
    if (!this.isBehind(address, entry.revision)) this.cache?.set(address, near)
    return near
  }

  isBehind(address: string, revision: number): boolean {
    return revision < (this.floors.get(address) ?? 0)
  }

  invalidate(address: string, revision: number): void {
    if (revision > (this.floors.get(address) ?? 0)) this.floors.set(address, revision)
    const near = this.cache?.peek(address)
    if (near && near.entry.revision < revision) this.cache?.delete(address)
  }

  /** Messages sent while the channel was lost are gone, so a new connection starts from nothing. */
  setConnected(connected: boolean): void {
    if (connected && !this.connected) this.cache?.clear()
    this.connected = connected
  }

  isConnected(): boolean {
    return this.connected
  }

  stats(): { entries: number; bytes: number } {
    return { entries: this.cache?.size ?? 0, bytes: this.cache?.calculatedSize ?? 0 }
  }
}

function sizeOf(near: NearEntry): number {
  // Two bytes a character for the text and its parsed copy, and what objects cost around it.
  return near.entry.answer.length * 4 + 1_024
}
