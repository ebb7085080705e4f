import { z } from 'zod'
import { IntentBound } from '../judgements/schema'

export const ReleaseStatus = z.enum(['training', 'failed', 'draft', 'live', 'retired'])
export type ReleaseStatus = z.infer<typeof ReleaseStatus>

export const TrainingProgress = z.object({
  done: z.number(),
  total: z.number(),
  label: z.string(),
})
export type TrainingProgress = z.infer<typeof TrainingProgress>

/** Cross-fitted on the training data at the release's threshold. Rates are 0…1. */
const Calibration = z.object({
  served: z.number().int(),
  wrong: z.number().int(),
  expected_false_hit_rate: z.number(),
  expected_hit_rate: z.number(),
})
type Calibration = z.infer<typeof Calibration>

/** One recent query whose outcome differs between two releases. */
export const ReplayedQuery = z.object({
  /** Masked and redacted. */
  text: z.string(),
  count: z.number().int(),
  before: z.object({ key: z.string().nullable(), reason: z.string().nullable() }),
  after: z.object({ key: z.string().nullable(), reason: z.string().nullable() }),
  /** The intent people said it is; absent when nobody has. */
  truth: z.string().optional(),
})
export type ReplayedQuery = z.infer<typeof ReplayedQuery>

/** How recent traffic would fare under a release, beside how it fares under the one that is live. */
export const ReleasePreview = z.object({
  /** Hash of the release compared with; null when none was live. */
  against: z.string().nullable(),
  /** Distinct queries, and how often they were asked. */
  queries: z.number().int(),
  requests: z.number().int(),
  hits_before: z.number().int(),
  hits_after: z.number().int(),
  /** Requests by what happens to them. */
  counts: z.object({
    changed_key: z.number().int(),
    new_hit: z.number().int(),
    lost_hit: z.number().int(),
    same: z.number().int(),
  }),
  /** The most frequent of each kind. */
  changed_key: z.array(ReplayedQuery),
  new_hit: z.array(ReplayedQuery),
  lost_hit: z.array(ReplayedQuery),
  /** Hits that contradict what people judged or decided. */
  known_wrong: z.array(ReplayedQuery),
  judged: z.object({
    /** Replayed requests with a known right answer that the new release serves. */
    served: z.number().int(),
    wrong: z.number().int(),
    /** 95 % interval of the false-hit rate among them (Clopper–Pearson), 0…1. */
    ci95: z.tuple([z.number(), z.number()]),
  }),
  /** Expected wrong answers among the replayed requests: the classifier's calibration on its hits. */
  estimated_false_hits: z.number(),
  created_at: z.string(),
})
export type ReleasePreview = z.infer<typeof ReleasePreview>

export const ReleaseView = z.object({
  id: z.string(),
  number: z.number().int(),
  status: ReleaseStatus,
  hash: z.string(),
  notes: z.string(),
  progress: TrainingProgress.nullable(),
  error: z.string(),
  created_by: z.string(),
  created_at: z.string(),
  released_by: z.string().nullable(),
  released_at: z.string().nullable(),
  /** Where "go back" leads while this one is live. */
  previous_id: z.string().nullable(),
  intents: z.object({ approved: z.number().int(), rejected: z.number().int(), phrasings: z.number().int() }),
  normalizers: z.array(z.string()),
  budget: z.number().nullable(),
  min_confidence: z.number().nullable(),
  calibration: Calibration.nullable(),
})
export type ReleaseView = z.infer<typeof ReleaseView>

export const ReleaseDetail = ReleaseView.extend({ preview: ReleasePreview.nullable() })
export type ReleaseDetail = z.infer<typeof ReleaseDetail>

export const ReleasePage = z.object({ items: z.array(ReleaseView), next_cursor: z.string().nullable() })
export type ReleasePage = z.infer<typeof ReleasePage>

export const ReleaseQuery = z.object({
  status: ReleaseStatus.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})
export type ReleaseQuery = z.infer<typeof ReleaseQuery>

export const DraftRelease = z.strictObject({
  notes: z.string().trim().max(2_000).default(''),
  /** Left out: the workspace's false-hit budget. */
  budget: z.number().gt(0).max(0.5).optional(),
  min_confidence: z.number().min(0).max(1).default(0),
  seed: z.number().int().min(0).max(1_000_000).default(1),
  /** Left out: those of the live release, or all of them before the first. */
  normalizers: z
    .array(z.enum(['rules', 'classifier', 'memo', 'pass_through']))
    .min(1)
    .max(4)
    .refine((steps) => new Set(steps).size === steps.length, 'names a step twice')
    .optional(),
})
export type DraftRelease = z.infer<typeof DraftRelease>
export type DraftReleaseInput = z.input<typeof DraftRelease>

export const PublishRelease = z.strictObject({
  /** The content that was looked at: another one is refused. */
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'must be the release’s hash'),
  reason: z.string().trim().max(500).default(''),
  /** Needed when the preview shows known wrong answers, or more expected ones than the budget allows. */
  accept_risk: z.boolean().default(false),
})
export type PublishRelease = z.infer<typeof PublishRelease>
export type PublishReleaseInput = z.input<typeof PublishRelease>

export const RevertRelease = z.strictObject({
  reason: z.string().trim().min(3, 'say why, in a few words').max(500),
})
export type RevertRelease = z.infer<typeof RevertRelease>

/** What is known of how well a release does. Rates are 0…1. */
export const ReleaseEvaluation = z.object({
  release: z.string(),
  hash: z.string(),
  budget: z.number(),
  calibration: Calibration.nullable(),
  judged: z.object({
    judged: z.number().int(),
    wrong: z.number().int(),
    lower: z.number(),
    upper: z.number(),
  }),
  judged_since: z.string(),
  intents: z.array(
    IntentBound.extend({
      status: z.enum(['approved', 'rejected']),
      phrasings: z.number().int(),
      patterns: z.number().int(),
    }),
  ),
})
export type ReleaseEvaluation = z.infer<typeof ReleaseEvaluation>
