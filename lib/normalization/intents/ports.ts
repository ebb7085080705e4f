import type { Intent, IntentDetail, IntentPage, IntentQuery, Phrasing, PhrasingSource } from './schema'

type NewIntent = Omit<Intent, 'id' | 'phrasing_count' | 'merged_into' | 'created_at' | 'updated_at'>
type NewPhrasing = { text: string; source: PhrasingSource }

/** Intents of one workspace. */
export type IntentStore = {
  list(query: IntentQuery): Promise<IntentPage>
  get(id: string): Promise<IntentDetail | null>
  find(key: string): Promise<IntentDetail | null>
  /** All that were not merged into another, with their phrasings, by key. */
  all(): Promise<IntentDetail[]>
  /** Edits of one workspace's intents queue up here until the transaction ends: collisions cannot slip past. */
  lockAll(): Promise<void>
  /** Throws `conflict` when the key is taken. */
  create(intent: NewIntent, now: Date): Promise<string>
  update(id: string, change: Partial<Omit<NewIntent, 'key'>>, now: Date): Promise<void>
  delete(id: string): Promise<void>
  /** Texts that are there already are left alone; returns what is new. */
  addPhrasings(id: string, phrasings: NewPhrasing[], by: string, now: Date): Promise<Phrasing[]>
  /** Moves the phrasings the other does not have and marks the intent as merged; returns how many moved. */
  merge(intent: Intent, into: Intent, newPatterns: string[], now: Date): Promise<number>
  /** Takes a merge back; returns how many phrasings came back. */
  unmerge(intent: Intent, from: Intent, now: Date): Promise<number>
  /** Patterns that a merge brought to the other intent. */
  mergedPatterns(id: string): Promise<string[]>
  /** Keys that were merged, each with where to. */
  merged(): Promise<{ key: string; merged_into: string }[]>
  /** The removed phrasing, or null. */
  removePhrasing(id: string, phrasingId: string): Promise<Phrasing | null>
}
