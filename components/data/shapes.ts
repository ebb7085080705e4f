import { z } from 'zod'
import { Member } from '@/lib/auth/schema'
import { Entry } from '@/lib/entries/schema'
import { Comment, Notification, SavedView } from '@/lib/proposals/desk/desk-schema'
import { Decision, Proposal } from '@/lib/proposals/schema'

/** Shapes of replies that are made of other concepts' shapes; the shapes themselves live in `lib/`. */
export const ProposalPage = z.object({
  items: z.array(Proposal),
  next_cursor: z.string().nullable(),
  total: z.number().int().optional(),
})
export type ProposalPage = z.infer<typeof ProposalPage>

export const EntryPage = z.object({ items: z.array(Entry), next_cursor: z.string().nullable() })

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
  history: z.array(Decision).default([]),
})
export type ProposalContext = z.infer<typeof ProposalContext>

export const Notifications = z.object({ items: z.array(Notification) })
export const SavedViews = z.object({ items: z.array(SavedView) })
export const Members = z.object({ items: z.array(Member) })
