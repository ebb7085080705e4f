import { z } from 'zod'

/** `sample`: it was served. `shadow`: it would have been served, were the workspace live. */
export const JudgementSource = z.enum(['sample', 'shadow'])
export type JudgementSource = z.infer<typeof JudgementSource>

/** What the configured model thinks of a sampled hit. It is no judgement. */
export const HitOpinion = z.object({
  verdict: z.enum(['right', 'wrong', 'unsure']),
  reason: z.string(),
  model: z.string(),
})
export type HitOpinion = z.infer<typeof HitOpinion>

export const Judgement = z.object({
  id: z.string(),
  entry_id: z.string(),
  version: z.number().int(),
  key: z.string(),
  masked_text: z.string(),
  /** The answer that was served, as a template; null when its version is gone. */
  answer: z.string().nullable(),
  source: JudgementSource,
  /** Sampled hits with this text: the verdict speaks for all of them. */
  count: z.number().int(),
  created_at: z.string(),
  judged_at: z.string().nullable(),
  judged_by: z.string().nullable(),
  correct: z.boolean().nullable(),
  note: z.string(),
  /** Told once a person has judged, so that it leads nobody; null before, and where no model was asked. */
  opinion: HitOpinion.nullable(),
})
export type Judgement = z.infer<typeof Judgement>

export const JudgementQuery = z.object({
  state: z.enum(['waiting', 'judged', 'wrong']).default('waiting'),
  key: z.string().max(80).optional(),
  entry: z.string().max(80).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type JudgementQuery = z.infer<typeof JudgementQuery>

export const JudgementPage = z.object({
  items: z.array(Judgement),
  next_cursor: z.string().nullable(),
  waiting: z.number().int(),
})
export type JudgementPage = z.infer<typeof JudgementPage>

export const JudgeHit = z.strictObject({ correct: z.boolean(), note: z.string().trim().max(500).default('') })
export type JudgeHit = z.infer<typeof JudgeHit>

/** Judged hits of one intent, and what they say about its false-hit rate (0…1). */
export const IntentBound = z.object({
  key: z.string(),
  judged: z.number().int(),
  wrong: z.number().int(),
  waiting: z.number().int(),
  /** One-sided 95 % Clopper–Pearson bounds: surely at least `lower`, hardly more than `upper`. */
  lower: z.number(),
  upper: z.number(),
  state: z.enum(['unknown', 'within', 'breached']),
})
export type IntentBound = z.infer<typeof IntentBound>

export const JudgementSummary = z.object({
  mode: z.enum(['live', 'shadow']),
  budget: z.number(),
  /** What the upper bound may reach with so few judgements; comes down to the budget. */
  allowance: z.number(),
  judged: z.number().int(),
  wrong: z.number().int(),
  waiting: z.number().int(),
  upper: z.number(),
  /** Judgements a workspace in shadow mode still needs before it may go live. */
  needed: z.number().int(),
  may_go_live: z.boolean(),
  intents: z.array(IntentBound),
})
export type JudgementSummary = z.infer<typeof JudgementSummary>

export const JudgeResult = z.object({
  judgement: Judgement,
  /** Said when the verdict took the entry out of service. */
  quarantined: z.object({ entry_id: z.string(), reason: z.string() }).nullable(),
})
export type JudgeResult = z.infer<typeof JudgeResult>

export type NewSample = {
  entry_id: string
  version: number
  key: string
  masked_text: string
  source: JudgementSource
}
