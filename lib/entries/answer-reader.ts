import { withDeadline } from '@/lib/kernel/time'
import { cacheAddress, type CacheAddress } from './cache-address'
import type { NearCache, NearEntry } from './near-cache'
import type { HotStore, OwnAnswers, PublishSource } from './ports'
import type { SigningKeys } from './signed-value'
import type { PublishedEntry } from './schema'
import { VerifiedValues } from './verified-values'

export type AnswerReaderDeps = {
  hot: HotStore & { primaryGet?: (address: string) => Promise<string | null> }
  /** Workspaces whose answers are elsewhere, or move; null for all others. */
  own?: (workspaceId: string) => OwnAnswers | null | Promise<OwnAnswers | null>
  near: NearCache
  keys: SigningKeys
  /** Postgres, asked only when the hot store cannot answer. */
  source: PublishSource
  nowMs: () => number
  onNear: (outcome: 'hit' | 'miss') => void
  /** A value that does not verify: somebody wrote past the publisher. */
  onForged: (address: CacheAddress, why: string) => void
}

export type AnswerRead = { state: 'found'; near: NearEntry } | { state: 'none' } | { state: 'unavailable' }

const sourceDeadlineMs = 25

/** Reads published answers: near cache, hot store, and Postgres when the hot store is out. */
export class AnswerReader {
  private rebuilding = false
  private readonly underWay = new Map<string, Promise<AnswerRead>>()
  private readonly values: VerifiedValues

  constructor(private readonly deps: AnswerReaderDeps) {
    this.values = new VerifiedValues(deps.keys)
  }

  /** While the hot store is being filled again, nothing there does not mean nothing published. */
  setRebuilding(rebuilding: boolean): void {
    this.rebuilding = rebuilding
  }

  /** Synchronous: the warm path allocates no promise. */
  peek(address: string): NearEntry | null {
    const near = this.deps.near.get(address, this.deps.nowMs())
    this.deps.onNear(near ? 'hit' : 'miss')
    return near
  }

  /**
   * Who asks while the same answer is being read gets what is read: under load that is one command for many requests. It
   * may be as old as the command, whose deadline bounds it; a change announced meanwhile is seen (`isBehind`).
   */
  read(where: CacheAddress, address: string = cacheAddress(where)): Promise<AnswerRead> {
    let reading = this.underWay.get(address)
    if (!reading) {
      reading = this.readOnce(where, address).finally(() => this.underWay.delete(address))
      this.underWay.set(address, reading)
    }
    return reading
  }

  private async readOnce(where: CacheAddress, address: string): Promise<AnswerRead> {
    const asked = this.deps.own?.(where.workspace) ?? null
    const own = asked instanceof Promise ? await asked : asked
    let value: string | null
    try {
      value = await (own ?? this.deps.hot).get(address)
    } catch {
      // One customer's broken store must not become everybody's load on Postgres.
      return own ? { state: 'unavailable' } : this.readSource(where, address)
    }
    if (value === null) return this.nothingThere(where, address, own)
    const opened = this.values.open(address, value)
    if (!opened.ok) {
      this.deps.onForged(where, opened.why)
      return { state: 'none' }
    }
    if (this.deps.near.isBehind(address, opened.entry.revision)) return this.readPrimary(where, address, own)
    return this.found(address, opened.entry)
  }

  private async nothingThere(
    where: CacheAddress,
    address: string,
    own: OwnAnswers | null,
  ): Promise<AnswerRead> {
    if (own ? own.filling() : this.rebuilding) return this.readSource(where, address)
    return { state: 'none' }
  }

  private async readPrimary(
    where: CacheAddress,
    address: string,
    own: OwnAnswers | null,
  ): Promise<AnswerRead> {
    try {
      const value = (await (own ?? this.deps.hot).primaryGet?.(address)) ?? null
      const opened = value === null ? null : this.values.open(address, value)
      if (opened?.ok && !this.deps.near.isBehind(address, opened.entry.revision)) {
        return this.found(address, opened.entry)
      }
    } catch {
      // The primary is out as well; Postgres decides.
    }
    return this.readSource(where, address)
  }

  private async readSource(where: CacheAddress, address: string): Promise<AnswerRead> {
    const { workspace, scope, key } = where
    const asked = this.deps.source.publishedByKey(workspace, scope, key)
    const answer = await withDeadline(asked, sourceDeadlineMs, 'Postgres').catch(() => 'failed' as const)
    if (answer === 'failed') return { state: 'unavailable' }
    return answer === null ? { state: 'none' } : this.found(address, answer)
  }

  private found(address: string, entry: PublishedEntry): AnswerRead {
    return { state: 'found', near: this.deps.near.load(address, entry, this.deps.nowMs()) }
  }
}
