import type { TrafficRow } from '../releases/traffic'
import type { CountedMiss, MissPage, MissQuery } from './schema'

/** Unanswered questions of one workspace. */
export type MissStore = {
  /** Adds the misses, or counts each into the row of the same scope, masked text and reason: no two given are alike. */
  record(misses: CountedMiss[], now: Date): Promise<void>
  /** Most asked first. */
  top(query: MissQuery, now: Date): Promise<MissPage>
  /** Recent distinct masked texts, most asked first: background for training. */
  shadowTexts(since: Date, limit: number): Promise<string[]>
  /**
   * Recent traffic for replay: misses, samples of proposals (true to their key once approved) and
   * judged hits (true to their key, or known to be wrong for it).
   */
  recentTraffic(since: Date, limit: number): Promise<TrafficRow[]>
}
