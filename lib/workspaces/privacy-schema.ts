import { z } from 'zod'

/** Whom to forget: a user reference as services send it, a text that names the person, or both. */
export const ForgetPerson = z
  .strictObject({
    user_ref: z.string().min(1).max(256).optional(),
    /** Looked for anywhere in what is kept, whatever its case. */
    search: z.string().trim().min(3, 'at least three characters').max(200).optional(),
    /** Counts what would go, and deletes nothing. */
    preview: z.boolean().default(false),
  })
  .refine(({ user_ref, search }) => user_ref !== undefined || search !== undefined, {
    message: 'name a user_ref, a search text, or both',
    path: ['user_ref'],
  })
export type ForgetPerson = z.infer<typeof ForgetPerson>

export const ErasedCounts = z.object({
  misses: z.number().int(),
  samples: z.number().int(),
  memos: z.number().int(),
  judgements: z.number().int(),
  /** Reports of wrong answers that lost their wording. */
  reports: z.number().int(),
  /** Closed proposals whose model answer was blanked. */
  proposals: z.number().int(),
  /** Personal values of the audit log; its leaves and proofs stay. */
  audit_values: z.number().int(),
})
export type ErasedCounts = z.infer<typeof ErasedCounts>

/** Where the searched text still stands, for a person to look at. At most 50 ids each. */
export const Remaining = z.object({
  proposals: z.array(z.string()),
  entries: z.array(z.string()),
  phrasings: z.number().int(),
  comments: z.number().int(),
})
export type Remaining = z.infer<typeof Remaining>

export const ErasureReceipt = z.object({
  /** The audit event that records it; null for a preview. */
  id: z.string().nullable(),
  at: z.string(),
  preview: z.boolean(),
  erased: ErasedCounts,
  remaining: Remaining.nullable(),
})
export type ErasureReceipt = z.infer<typeof ErasureReceipt>
