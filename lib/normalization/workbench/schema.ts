import { z } from 'zod'
import { IntentKeyText, PhrasingText } from '../intents/schema'
import { ReplayedQuery } from '../releases/schema'
import { NormalizeResult } from '../schema'

export const WorkbenchQuery = z.strictObject({
  query: z.string().min(1, 'must not be empty').max(8_000),
  /** Left out: what is live. */
  release_id: z.string().max(60).optional(),
  scope: z.string().min(1).max(64).default('default'),
})
export type WorkbenchQuery = z.infer<typeof WorkbenchQuery>

/** What would come back for this query, from the release that was asked about. */
export const WouldServe = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('hit'),
    answer: z.string(),
    entry: z.object({ id: z.string(), version: z.number().int() }),
  }),
  z.object({ status: z.literal('miss'), reason: z.string(), detail: z.string() }),
])
export type WouldServe = z.infer<typeof WouldServe>

export const WorkbenchResult = z.object({
  result: NormalizeResult,
  /** The masked text as tokens. */
  tokens: z.array(z.string()),
  release: z.object({ id: z.string().nullable(), hash: z.string(), live: z.boolean() }),
  would_serve: WouldServe,
})
export type WorkbenchResult = z.infer<typeof WorkbenchResult>

export const TryPhrasing = z.strictObject({
  intent: IntentKeyText,
  text: PhrasingText,
  /** Questions to look at besides recent traffic. */
  queries: z.array(z.string().min(1).max(1_000)).max(50).default([]),
})
export type TryPhrasing = z.infer<typeof TryPhrasing>

export const TryPhrasingResult = z.object({
  /** Why the phrasing would be refused; the rest is empty then. */
  collisions: z.array(z.object({ intent: z.string(), kind: z.string(), with: z.string() })),
  /** Distinct queries looked at. */
  queries: z.number().int(),
  changed: z.array(ReplayedQuery),
  hits_before: z.number().int(),
  hits_after: z.number().int(),
})
export type TryPhrasingResult = z.infer<typeof TryPhrasingResult>
