import { z } from 'zod'
import { ScopeName } from '@/lib/workspaces/schema'

/** Longest query that is looked at, in characters. */
export const maxQueryChars = 8_000

/** Everything below U+0020 except tab and line breaks, and U+007F. */
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

export const QueryText = z
  .string()
  .max(maxQueryChars, `at most ${maxQueryChars} characters`)
  .refine((text) => text.trim() !== '', 'must not be empty')
  .refine((text) => !controlCharacters.test(text), 'must not contain control characters')

export const LookupRequest = z.strictObject({
  query: QueryText,
  scope: ScopeName.default('default'),
  user_ref: z.string().min(1).max(200).optional(),
})
export type LookupRequest = z.infer<typeof LookupRequest>

const missReasons = [
  'no_key',
  'no_entry',
  'low_confidence',
  'guarded',
  'missing_entity',
  'quarantined',
  'cache_unavailable',
] as const
export const MissReason = z.enum(missReasons)
export type MissReason = z.infer<typeof MissReason>

const TraceStep = z.object({ step: z.string(), detail: z.string(), data: z.json().optional() })
type TraceStep = z.infer<typeof TraceStep>

const NormalizerInfo = z.object({ name: z.string(), version: z.string(), confidence: z.number() })

export const LookupHit = z.object({
  status: z.literal('hit'),
  key: z.string(),
  entities: z.record(z.string(), z.string()),
  answer: z.string(),
  entry: z.object({ id: z.string(), version: z.number().int(), approved_at: z.string() }),
  normalizer: NormalizerInfo,
  cache_tier: z.literal('L0_CACHE'),
  cost_usd: z.number(),
  latency_ms: z.number(),
  hit_id: z.string(),
})
export type LookupHit = z.infer<typeof LookupHit>

export const LookupMiss = z.object({
  status: z.literal('miss'),
  key: z.string().nullable(),
  reason: MissReason,
  trace: z.array(TraceStep),
})
export type LookupMiss = z.infer<typeof LookupMiss>

export const LookupResponse = z.discriminatedUnion('status', [LookupHit, LookupMiss])
export type LookupResponse = z.infer<typeof LookupResponse>

export const NormalizeRequest = z.strictObject({ query: QueryText })
