import { z } from 'zod'
import { Risk } from '@/lib/workspaces/schema'

export const IntentKey = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[a-z0-9][a-z0-9_:.-]*$/, 'use a–z, 0–9 and "_"')

/** What a `{{slot}}` of a template stands for; the name's meaning is in the intent. */
export const TemplateSlot = z.object({
  name: z.string().min(1).max(40),
  type: z.string().min(1).max(40),
  required: z.boolean().default(true),
  /** The answer depends on it: a template that does not use it must not answer a query that has it. */
  answer_determining: z.boolean().default(false),
})
export type TemplateSlot = z.infer<typeof TemplateSlot>

export const AnswerTemplate = z.string().trim().min(1, 'an answer is needed').max(20_000)

export const EntryState = z.enum(['active', 'quarantined', 'disabled'])
export type EntryState = z.infer<typeof EntryState>

export const Approver = z.object({
  type: z.enum(['user', 'api_key', 'system']),
  id: z.string(),
  label: z.string(),
})
export type Approver = z.infer<typeof Approver>

export const EntryVersion = z.object({
  version: z.number().int().min(1),
  answer: z.string(),
  slots: z.array(TemplateSlot),
  content_hash: z.string(),
  risk: Risk,
  origin: z.enum(['approval', 'rollback', 'import', 'auto']),
  from_version: z.number().int().nullable(),
  proposal_id: z.string().nullable(),
  approved_by: z.array(Approver),
  reason: z.string(),
  ruleset_version: z.string(),
  policy_version: z.number().int(),
  created_at: z.string(),
  /** Set when the approval was taken back before it was published: never served. */
  withdrawn_at: z.string().nullish(),
})
export type EntryVersion = z.infer<typeof EntryVersion>

export const Entry = z.object({
  id: z.string(),
  key: z.string(),
  scope: z.string(),
  state: EntryState,
  state_reason: z.string(),
  current_version: z.number().int(),
  /** Approved, not yet published: it can still be taken back. */
  held: z.object({ version: z.number().int(), until: z.string() }).nullish(),
  revision: z.number().int(),
  owner: z.string().nullable(),
  source_url: z.string().nullable(),
  review_by: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  /** The current version; null before the first publish. */
  live: EntryVersion.nullable(),
})
export type Entry = z.infer<typeof Entry>

export const EntryDetail = Entry.extend({ versions: z.array(EntryVersion) })
export type EntryDetail = z.infer<typeof EntryDetail>

export const RollbackEntry = z.strictObject({
  to_version: z.number().int().min(1).max(1_000_000),
  reason: z.string().trim().min(3, 'say why, in a few words').max(500),
})
export const ChangeEntryState = z.strictObject({
  reason: z.string().trim().min(3, 'say why, in a few words').max(500),
})
export const EntryFreshness = z.strictObject({
  owner: z.string().trim().max(120).nullable(),
  source_url: z.url().max(500).nullable(),
  review_by: z.iso.datetime().nullable(),
})

export const EntryQuery = z.object({
  state: EntryState.optional(),
  key: z.string().max(80).optional(),
  scope: z.string().max(64).optional(),
  search: z.string().max(200).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type EntryQuery = z.infer<typeof EntryQuery>

/**
 * What the hot store holds for one (workspace, scope, key). `revision` decides between two
 * writers; a state other than `active` is a tombstone that says why nothing is served.
 */
export const PublishedEntry = z.object({
  workspace: z.string(),
  scope: z.string(),
  key: z.string(),
  entry: z.string(),
  version: z.number().int(),
  revision: z.number().int(),
  state: EntryState,
  answer: z.string(),
  slots: z.array(TemplateSlot),
  approved_at: z.string(),
})
export type PublishedEntry = z.infer<typeof PublishedEntry>
