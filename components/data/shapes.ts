import { z } from 'zod'
import { Entry } from '@/lib/entries/schema'
import { Decision, Proposal } from '@/lib/proposals/schema'
import { SafetyPolicy } from '@/lib/safety/schema'

/** Shapes of replies that are made of other concepts' shapes; the shapes themselves live in `lib/`. */
export const ProposalPage = z.object({
  items: z.array(Proposal),
  next_cursor: z.string().nullable(),
  total: z.number().int().optional(),
})
export type ProposalPage = z.infer<typeof ProposalPage>

export const EntryPage = z.object({ items: z.array(Entry), next_cursor: z.string().nullable() })

export const Comment = z.object({
  id: z.string(),
  author_id: z.string(),
  author_label: z.string(),
  text: z.string(),
  mentions: z.array(z.string()).default([]),
  created_at: z.string(),
})
export type Comment = z.infer<typeof Comment>
export const Comments = z.object({ items: z.array(Comment) })

/** What surrounds a proposal. Members are absent when nothing is known. */
export const ProposalContext = z.object({
  live: z
    .object({
      entry_id: z.string(),
      version: z.number().int(),
      answer: z.string(),
      approved_at: z.string().optional(),
    })
    .nullish(),
  neighbours: z
    .array(
      z.object({
        key: z.string(),
        entry_id: z.string().nullish(),
        answer: z.string().nullish(),
        similarity: z.number().optional(),
      }),
    )
    .default([]),
  hits_per_day: z.number().nullish(),
  saved_per_month_usd: z.number().nullish(),
  waiting_cost_usd: z.number().nullish(),
  history: z.array(Decision.partial().extend({ id: z.string() })).default([]),
  /** What answers may contain here, for the lint; the server checks again. */
  policy: SafetyPolicy.nullish(),
})
export type ProposalContext = z.infer<typeof ProposalContext>

export const Notification = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  href: z.string(),
  created_at: z.string(),
  read_at: z.string().nullable(),
})
export const Notifications = z.object({ items: z.array(Notification) })

export const SavedView = z.object({ id: z.string(), name: z.string(), query: z.string() })
export type SavedView = z.infer<typeof SavedView>
export const SavedViews = z.object({ items: z.array(SavedView) })
