import { z } from 'zod'

/** A question that was not served, folded with others of the same masked text, scope and reason. */
export const MissRow = z.object({
  id: z.string(),
  scope: z.string(),
  key: z.string().nullable(),
  reason: z.string(),
  /** Masked and redacted; never what the person typed. */
  masked_text: z.string(),
  count: z.number().int(),
  /** `<entry>@<version>` that would have been served, were the workspace live. */
  would_serve: z.string().nullable(),
  created_at: z.string(),
  last_seen_at: z.string(),
})
export type MissRow = z.infer<typeof MissRow>

export const MissQuery = z.object({
  reason: z.string().max(40).optional(),
  scope: z.string().max(64).optional(),
  search: z.string().max(200).optional(),
  days: z.coerce.number().int().min(1).max(365).default(30),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type MissQuery = z.infer<typeof MissQuery>

export const MissPage = z.object({ items: z.array(MissRow), next_cursor: z.string().nullable() })
export type MissPage = z.infer<typeof MissPage>

/** What is told of a miss. `masked_text` has been through redaction; `user_hash` is blinded already. */
export type NewMiss = {
  scope: string
  key: string | null
  reason: string
  masked_text: string
  user_hash: string | null
  would_serve: string | null
}

/** Misses of the same scope, masked text and reason, told together. */
export type CountedMiss = NewMiss & { count: number }
