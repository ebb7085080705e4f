import { z } from 'zod'
import { limits } from '../schema'
import { IntentKeyText } from '../intents/schema'

/** Of an uploaded log, bytes and rows. */
export const maxLogBytes = 20 * 1024 * 1024
export const maxLogRows = 200_000
/** Analyses a workspace keeps; older ones go when a new one starts. */
export const keptAnalyses = 10

export const UploadLog = z.object({
  /** The file's name: its ending says how it is read. */
  name: z.string().trim().min(1).max(200),
  /** Whose price the requests are reckoned at. */
  model: z.string().trim().min(1).max(200).default('claude-haiku-4-5'),
})
export type UploadLog = z.infer<typeof UploadLog>

export const Candidate = z.object({
  rank: z.number().int(),
  key: z.string(),
  rows: z.number().int(),
  share: z.number(),
  cumulative_share: z.number(),
  wordings: z.number().int(),
  slots: z.array(z.string()),
  answers: z.object({ distinct: z.number().int(), rows: z.number().int() }),
  /** Redacted, the most typical first. */
  examples: z.array(z.string()),
})
export type Candidate = z.infer<typeof Candidate>

const CoveragePoint = z.object({
  intents: z.number().int(),
  share: z.number(),
  hit_rate: z.number(),
  monthly_savings_usd: z.number(),
})

/** Everything in it is an estimate; what it rests on is in `assumptions` and `price`. */
export const OpportunityReport = z.object({
  rows: z.number().int(),
  unreadable: z.number().int(),
  repeat_share: z.number(),
  candidates: z.number().int(),
  intents: z.array(Candidate),
  curve: z.array(CoveragePoint),
  expected: CoveragePoint,
  assumptions: z.object({
    usd_per_1k_requests: z.number(),
    usd_per_1k_hits: z.number(),
    monthly_requests: z.number(),
    served_share: z.number(),
  }),
  price: z.object({
    usd_per_1k_requests: z.number(),
    input_tokens: z.number(),
    output_tokens: z.number(),
    counted_rows: z.number().int(),
    model: z.string(),
  }),
})
export type OpportunityReport = z.infer<typeof OpportunityReport>

export const MadeIntent = z.object({ rank: z.number().int(), key: z.string() })
export type MadeIntent = z.infer<typeof MadeIntent>

export const Analysis = z.object({
  id: z.string(),
  file_name: z.string(),
  status: z.enum(['running', 'done', 'failed']),
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  error: z.string(),
  created_by: z.string(),
  created_at: z.string(),
  finished_at: z.string().nullable(),
  /** Intents that were made from it. */
  made: z.array(MadeIntent),
})
export type Analysis = z.infer<typeof Analysis>

export const AnalysisDetail = Analysis.extend({ report: OpportunityReport.nullable() })
export type AnalysisDetail = z.infer<typeof AnalysisDetail>

export const AnalysisList = z.object({ items: z.array(Analysis) })

/** Clusters chosen from a report; phrasings and slots come from the report, not from the caller. */
export const CreateFromAnalysis = z.strictObject({
  intents: z
    .array(z.strictObject({ rank: z.number().int().min(1), key: IntentKeyText }))
    .min(1)
    .max(100),
})
export type CreateFromAnalysis = z.infer<typeof CreateFromAnalysis>

export const CreatedFromAnalysis = z.object({
  made: z.array(MadeIntent),
  /** Left out, each with the reason: a key that is taken, a phrasing that is another intent's. */
  refused: z.array(MadeIntent.extend({ detail: z.string() })),
})
export type CreatedFromAnalysis = z.infer<typeof CreatedFromAnalysis>

/** Clusters in a report, and example questions each. */
export const reportSize = { top: 100, examples: Math.min(8, limits.phrasingsPerIntent) } as const
