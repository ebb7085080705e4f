import type { SafetyPolicy, SlotSpec } from './schema'

/** A served answer as the re-scan needs it. */
export type LiveAnswer = {
  entry_id: string
  version: number
  key: string
  scope: string
  template: string
  slots: SlotSpec[]
  /** The rule set its approval recorded. */
  ruleset_version: string
}

/** What a re-scan reads; adapters implement it per workspace. */
export type LiveAnswers = {
  policy(workspace: string): Promise<SafetyPolicy>
  /** Every entry that can be served now, in any order, without loading them all at once. */
  live(workspace: string): AsyncIterable<LiveAnswer>
}
