import type { z } from 'zod'
import type { IntentSpec } from '../schema'

export type Json = z.core.util.JSONType

/** What a tier is asked, off the reply's path: text with entities masked, and what it may be. */
export type TierQuestion = {
  workspaceId: string
  /** Masked canonical text. */
  text: string
  /** Intents of the release that is live, rejected ones included. */
  intents: readonly IntentSpec[]
  releaseHash: string
}

/** What a tier says. Null key: surely none of them. `vote` is kept for whoever reviews the decision. */
export type TierAnswer = { key: string | null; vote: Json; cost_usd: number }

/**
 * One way to place what no local tier could. Answers null when it cannot say; throws when it could not be
 * asked: then nothing is remembered, and the question comes again.
 */
export type Tier = {
  source: 'webhook' | 'embedding' | 'llm'
  place(question: TierQuestion): Promise<TierAnswer | null>
}
