import { z } from 'zod'
import { IntentKeyText } from '../intents/schema'

export const MemoSource = z.enum(['llm', 'embedding', 'webhook', 'person'])
export type MemoSource = z.infer<typeof MemoSource>

/** A remembered decision: what a masked text means, who said so, and how sure they were. */
export const Memo = z.object({
  id: z.string(),
  masked_text: z.string(),
  /** Null: none of the intents. */
  key: z.string().nullable(),
  source: MemoSource,
  /** How it was decided: the model's answer, the votes of the neighbours, … */
  vote: z.json(),
  cost_usd: z.number(),
  /** The release that was live when it was decided. */
  release_hash: z.string(),
  created_at: z.string(),
  revoked_at: z.string().nullable(),
  revoked_by: z.string().nullable(),
})
export type Memo = z.infer<typeof Memo>

export type NewMemo = Pick<Memo, 'masked_text' | 'key' | 'source' | 'vote' | 'cost_usd' | 'release_hash'>

export const MemoQuery = z.object({
  source: MemoSource.optional(),
  key: z.string().max(80).optional(),
  search: z.string().max(200).optional(),
  revoked: z.stringbool().default(false),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type MemoQuery = z.infer<typeof MemoQuery>

export const MemoPage = z.object({ items: z.array(Memo), next_cursor: z.string().nullable() })
export type MemoPage = z.infer<typeof MemoPage>

export const RevokeMemo = z.strictObject({
  reason: z.string().trim().min(3, 'say why, in a few words').max(500),
})
export type RevokeMemo = z.infer<typeof RevokeMemo>

/** A person's own decision on a masked text; it replaces a tier's. */
export const DecideMemo = z.strictObject({
  masked_text: z.string().trim().min(1).max(1_000),
  key: IntentKeyText.nullable(),
  reason: z.string().trim().max(500).default(''),
})
export type DecideMemo = z.infer<typeof DecideMemo>
