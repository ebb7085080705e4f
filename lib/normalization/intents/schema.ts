import { z } from 'zod'
import { Risk } from '@/lib/workspaces/schema'
import { limits, SlotSpec } from '../schema'

/** `rejected`: people saw these questions and did not approve them; they are learned so as to miss. */
export const IntentStatus = z.enum(['approved', 'rejected'])
export type IntentStatus = z.infer<typeof IntentStatus>

export const PhrasingSource = z.enum(['author', 'review', 'import', 'suggestion'])
export type PhrasingSource = z.infer<typeof PhrasingSource>

export const Phrasing = z.object({
  id: z.string(),
  text: z.string(),
  source: PhrasingSource,
  created_by: z.string(),
  created_at: z.string(),
})
export type Phrasing = z.infer<typeof Phrasing>

export const Intent = z.object({
  id: z.string(),
  key: z.string(),
  title: z.string(),
  description: z.string(),
  risk: Risk,
  status: IntentStatus,
  slots: z.array(SlotSpec),
  patterns: z.array(z.string()),
  auto_approve: z.boolean(),
  phrasing_count: z.number().int(),
  /** Key of the intent it was merged into: it is then in no new release. */
  merged_into: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type Intent = z.infer<typeof Intent>

export const IntentDetail = Intent.extend({ phrasings: z.array(Phrasing) })
export type IntentDetail = z.infer<typeof IntentDetail>

export const IntentPage = z.object({
  items: z.array(Intent),
  next_cursor: z.string().nullable(),
  total: z.number().int(),
})
export type IntentPage = z.infer<typeof IntentPage>

export const PhrasingText = z.string().trim().min(1, 'must not be empty').max(limits.phrasingLength)

/** What can be set of an intent. A template names at most 40 characters of a slot. */
const settable = {
  title: z.string().trim().min(1, 'must not be empty').max(120),
  description: z.string().trim().max(2_000),
  risk: Risk,
  status: IntentStatus,
  slots: z.array(SlotSpec.extend({ name: SlotSpec.shape.name.max(40) })).max(limits.slotsPerIntent),
  patterns: z.array(z.string().trim().min(1).max(limits.patternLength)).max(limits.patternsPerIntent),
  auto_approve: z.boolean(),
}

/** 64 characters: the longest key a release can hold. */
export const IntentKeyText = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'use a–z, 0–9 and "_", starting with a letter, at most 64 characters')

export const CreateIntent = z.strictObject({
  key: IntentKeyText,
  title: settable.title.optional(),
  description: settable.description.default(''),
  risk: settable.risk.default('low'),
  status: settable.status.default('approved'),
  slots: settable.slots.default([]),
  patterns: settable.patterns.default([]),
  auto_approve: settable.auto_approve.default(false),
  phrasings: z.array(PhrasingText).max(limits.phrasingsPerIntent).default([]),
})
export type CreateIntent = z.infer<typeof CreateIntent>
export type CreateIntentInput = z.input<typeof CreateIntent>

export const UpdateIntent = z.strictObject(settable).partial()
export type UpdateIntent = z.infer<typeof UpdateIntent>

export const AddPhrasings = z.strictObject({
  texts: z.array(PhrasingText).min(1).max(200),
  source: PhrasingSource.default('author'),
})
export type AddPhrasings = z.infer<typeof AddPhrasings>

export const IntentQuery = z.object({
  status: IntentStatus.optional(),
  search: z.string().max(200).optional(),
  /** With those that were merged into others. */
  merged: z.stringbool().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type IntentQuery = z.infer<typeof IntentQuery>

export const MergeIntent = z.strictObject({
  /** Key of the intent that stays. */
  into: IntentKeyText,
  reason: z.string().trim().min(3, 'say why, in a few words').max(500),
})
export type MergeIntent = z.infer<typeof MergeIntent>

export const UnmergeIntent = MergeIntent.pick({ reason: true })
export type UnmergeIntent = z.infer<typeof UnmergeIntent>

export const MergeOutcome = z.object({
  /** The intent that stays. */
  intent: IntentDetail,
  phrasings_moved: z.number().int(),
  /** Waiting proposals of the other intent, closed with the merge as the reason. */
  proposals_closed: z.number().int(),
  /** The release being trained with it; null while another one is being trained. */
  release_id: z.string().nullable(),
})
export type MergeOutcome = z.infer<typeof MergeOutcome>

/** A query worth showing to a person, because approving it would teach the classifier most. */
export const PhrasingSuggestion = z.object({
  text: z.string(),
  why: z.enum(['new_wording', 'near_the_boundary']),
  /** The intent the release came closest to. */
  intent: z.string().nullable(),
  confidence: z.number(),
  /** How often it was asked in the traffic looked at. */
  count: z.number().int(),
})
export type PhrasingSuggestion = z.infer<typeof PhrasingSuggestion>

export const AddedPhrasings = z.object({
  added: z.array(Phrasing),
  /** Added all the same: texts the live release reads as another intent. */
  warnings: z.array(z.object({ text: z.string(), intent: z.string(), confidence: z.number() })),
})
export type AddedPhrasings = z.infer<typeof AddedPhrasings>

const SeenQuestion = z.object({
  text: z.string(),
  count: z.number().int(),
  confidence: z.number(),
  /** What stood in the way; null for what is accepted. */
  reason: z.string().nullable(),
})

/** An intent beside its neighbours and recent traffic, as the live release sees them. */
export const IntentInsight = z.object({
  /** Intents with the most similar phrasings; similarity 0…1. */
  neighbours: z.array(z.object({ key: z.string(), status: IntentStatus, similarity: z.number() })),
  accepted: z.array(SeenQuestion),
  refused: z.array(SeenQuestion),
  /** False while the intent is only in a draft: traffic says nothing about it yet. */
  in_live_release: z.boolean(),
})
export type IntentInsight = z.infer<typeof IntentInsight>
