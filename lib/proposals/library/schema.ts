import { z } from 'zod'
import { TemplateSlot } from '@/lib/entries/schema'
import { Risk } from '@/lib/workspaces/schema'

/**
 * A generic intent with its approved answer, as the deployment's other workspaces see it. It does not say whose it is, nor
 * who approved it; `own` is told to its own workspace alone.
 */
export const SharedAnswer = z.object({
  id: z.string(),
  key: z.string(),
  title: z.string(),
  description: z.string(),
  risk: Risk,
  phrasings: z.array(z.string()),
  slots: z.array(TemplateSlot),
  answer: z.string(),
  published_at: z.string(),
  own: z.boolean(),
  /** The proposal that this workspace's adoption made; null before. */
  adopted_as: z.string().nullable(),
})
export type SharedAnswer = z.infer<typeof SharedAnswer>

export const LibraryQuery = z.object({
  search: z.string().trim().max(200).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})
export type LibraryQuery = z.infer<typeof LibraryQuery>

export const LibraryPage = z.object({ items: z.array(SharedAnswer), next_cursor: z.string().nullable() })
export type LibraryPage = z.infer<typeof LibraryPage>

/** `phrasings` are picked one by one among the intent's: what customers wrote is not shown by accident. */
export const PublishAnswer = z.strictObject({
  entry_id: z.string().min(1).max(80),
  description: z.string().trim().max(500).default(''),
  phrasings: z.array(z.string().trim().min(1).max(400)).max(20).default([]),
})
export type PublishAnswer = z.infer<typeof PublishAnswer>

export const Adoption = z.object({
  shared: SharedAnswer,
  proposal_id: z.string(),
  /** The intent was not there and was made, with its phrasings; it takes effect with the next release. */
  intent_created: z.boolean(),
})
export type Adoption = z.infer<typeof Adoption>
