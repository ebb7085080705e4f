import { z } from 'zod'
import { AnswerTemplate, IntentKey } from '@/lib/entries/schema'
import { ScopeName } from '@/lib/workspaces/schema'
import { Decision, RejectReason } from '../schema'

/** What people write to one another around proposals and entries, and what they keep at hand. */
export const Comment = z.object({
  id: z.string(),
  author_id: z.string(),
  author_label: z.string(),
  text: z.string(),
  /** User ids. */
  mentions: z.array(z.string()),
  created_at: z.string(),
})
export type Comment = z.infer<typeof Comment>

export const AddComment = z.strictObject({
  text: z.string().trim().min(1, 'write something').max(4_000),
  mentions: z.array(z.string().max(60)).max(20).default([]),
})
export type AddComment = z.infer<typeof AddComment>

export const Notification = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  href: z.string(),
  created_at: z.string(),
  read_at: z.string().nullable(),
})
export type Notification = z.infer<typeof Notification>

export const SavedView = z.object({ id: z.string(), name: z.string(), query: z.string() })
export type SavedView = z.infer<typeof SavedView>
export const SaveView = z.strictObject({
  name: z.string().trim().min(1).max(60),
  /** Query string of the queue page. */
  query: z.string().max(1_000),
})
export type SaveView = z.infer<typeof SaveView>

const Ids = z.array(z.string().max(60)).min(1).max(200)

export const AssignProposals = z.strictObject({ ids: Ids, user_id: z.string().max(60).nullable() })
export type AssignProposals = z.infer<typeof AssignProposals>

export const BulkReject = z.strictObject({
  items: z
    .array(z.strictObject({ id: z.string().max(60), content_hash: z.string().min(8).max(128) }))
    .min(1)
    .max(200),
  reason_code: RejectReason,
  reason: z.string().trim().max(1_000).default(''),
})
export type BulkReject = z.infer<typeof BulkReject>

export const BulkOutcome = z.object({
  id: z.string(),
  ok: z.boolean(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
})
export type BulkOutcome = z.infer<typeof BulkOutcome>

export const AuthorEntry = z.strictObject({
  key: IntentKey,
  scope: ScopeName.default('default'),
  answer: AnswerTemplate,
})
export type AuthorEntry = z.infer<typeof AuthorEntry>

export const ImportEntries = z.strictObject({
  format: z.enum(['jsonl', 'csv']),
  /** The file's text: one object a line, or a header line with `key`, `answer` and perhaps `scope`. */
  text: z.string().min(1).max(4_000_000),
})
export type ImportEntries = z.infer<typeof ImportEntries>

export const ImportOutcome = z.object({
  created: z.number().int(),
  skipped: z.number().int(),
  rows: z.array(
    z.object({
      line: z.number().int(),
      key: z.string().nullable(),
      outcome: z.enum(['created', 'skipped', 'invalid']),
      detail: z.string().nullable(),
      proposal_id: z.string().nullable(),
    }),
  ),
})
export type ImportOutcome = z.infer<typeof ImportOutcome>

export const Neighbour = z.object({
  key: z.string(),
  /** Null while the answer is a proposal only. */
  entry_id: z.string().nullable(),
  answer: z.string(),
  /** Share of words in common, 0…1. */
  similarity: z.number(),
})
export type Neighbour = z.infer<typeof Neighbour>

/** What surrounds a proposal; numbers are null when nothing is known. */
export const ProposalContext = z.object({
  live: z
    .object({
      entry_id: z.string(),
      version: z.number().int(),
      answer: z.string(),
      approved_at: z.string(),
      state: z.string(),
    })
    .nullable(),
  neighbours: z.array(Neighbour),
  hits_per_day: z.number().nullable(),
  saved_per_month_usd: z.number().nullable(),
  waiting_cost_usd: z.number().nullable(),
  /** Votes on earlier proposals of the key, newest first. */
  history: z.array(Decision),
  /** The helper model's opinion, if one was asked for. */
  assistant: z.unknown(),
})
export type ProposalContext = z.infer<typeof ProposalContext>
