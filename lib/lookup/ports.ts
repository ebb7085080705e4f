import type { AnswerPlace } from '@/lib/entries/ports'
import type { Normalizer } from '@/lib/normalization/normalizer'
import type { PriceBook } from '@/lib/usage/prices'
import type { Plan } from '@/lib/workspaces/plans'
import type { Workspace } from '@/lib/workspaces/schema'

/** What a workspace runs right now: loaded once, refreshed when it changes. */
export type LiveWorkspace = {
  workspace: Workspace
  normalizer: Normalizer
  /** Earlier decisions by masked text: an intent key, or null for "none of them". */
  memo: (maskedText: string) => string | null | undefined
  salt: string
  prices: PriceBook
  plan: Plan
  /** Where its answers are, unless simply in the shared store. */
  place: AnswerPlace | null
}

export type LiveWorkspaces = {
  peek(workspaceId: string): LiveWorkspace | undefined
  get(workspaceId: string): Promise<LiveWorkspace>
}
