import { z } from 'zod'

/** What an extracted literal is. `custom` values carry the slot's name in `Entity.slot`. */
export const EntityType = z.enum([
  'order_id',
  'tracking_number',
  'invoice_id',
  'email',
  'phone',
  'date',
  'amount',
  'card',
  'iban',
  'url',
  'number',
  'custom',
])
export type EntityType = z.infer<typeof EntityType>

/** A typed literal found in a query. Offsets are UTF-16 units in the query as it was given. */
export const Entity = z.object({
  type: EntityType,
  /** The name the placeholder carries: the slot's name for custom entities, else the type. */
  slot: z.string(),
  /** Normalised: upper-case ids without `#`, ISO dates, E.164 phones, `12.50 EUR`, digits of cards. */
  value: z.string(),
  text: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
})
export type Entity = z.infer<typeof Entity>

export const limits = {
  intents: 50_000,
  patternsPerIntent: 50,
  patternLength: 400,
  phrasingsPerIntent: 500,
  phrasingLength: 1_000,
  slotsPerIntent: 12,
  shadowRows: 20_000,
  /** Longer queries are never cached by meaning: nobody approved an essay. */
  queryLength: 1_000,
} as const

const snakeCase = /^[a-z][a-z0-9_]{0,63}$/

export const SlotSpec = z.object({
  name: z.string().regex(snakeCase, 'Use snake_case, at most 64 characters.'),
  type: EntityType,
  /** RE2 syntax (linear time), matched without regard to case at word boundaries. */
  pattern: z.string().max(limits.patternLength).optional(),
  required: z.boolean().default(false),
  /** The approved answer is only right for this value: it becomes part of the answer key. */
  answer_determining: z.boolean().default(false),
})
export type SlotSpec = z.infer<typeof SlotSpec>

export const IntentSpec = z.object({
  key: z.string().regex(snakeCase, 'Use snake_case, at most 64 characters.'),
  patterns: z.array(z.string().min(1).max(limits.patternLength)).max(limits.patternsPerIntent).default([]),
  phrasings: z.array(z.string().min(1).max(limits.phrasingLength)).max(limits.phrasingsPerIntent).default([]),
  slots: z.array(SlotSpec).max(limits.slotsPerIntent).default([]),
  /** `rejected`: people saw these questions and did not approve them. They are learned so as to miss. */
  status: z.enum(['approved', 'rejected']).default('approved'),
})
export type IntentSpec = z.infer<typeof IntentSpec>

export const NormalizerStep = z.enum(['rules', 'classifier', 'memo', 'pass_through'])
export type NormalizerStep = z.infer<typeof NormalizerStep>

export const ReleaseInput = z.object({
  intents: z.array(IntentSpec).max(limits.intents),
  /** Unlabelled queries: what people ask that nobody approved. Used as background. */
  shadow: z.array(z.string()).max(limits.shadowRows).default([]),
  normalizers: z.array(NormalizerStep).default(['rules', 'classifier', 'memo', 'pass_through']),
  /** Highest expected share of wrong answers among served ones. */
  budget: z.number().gt(0).max(0.5).default(0.01),
  /** Raises every threshold: the least confidence (0…1) a classifier hit may have. */
  min_confidence: z.number().min(0).max(1).default(0),
  seed: z.number().int().nonnegative().default(1),
})
export type ReleaseInput = z.input<typeof ReleaseInput>

/** The linear expert in whole numbers: weights are signed bytes (base64) times a step of 2^-20 units. */
const LinearWeights = z.object({
  /** One row of class weights a feature; features are those of the examples, sorted. */
  sparse: z.string(),
  sparse_step: z.number().int(),
  dense: z.string(),
  dense_step: z.number().int(),
  /** In units of 1/1024. */
  bias: z.array(z.number().int()),
})

export const ClassifierModel = z.object({
  /** Version of the table of word vectors that the weights were learned with. */
  word_table: z.string(),
  /** Approved and rejected intents by key; the background is last. */
  classes: z.array(z.object({ key: z.string(), reject: z.boolean() })),
  /** Canonical masked texts with the number of the class each belongs to. */
  examples: z.array(z.object({ text: z.string(), class: z.number().int() })),
  /** Null when there are too many classes for one. */
  linear: LinearWeights.nullable(),
  /** A hit needs an acceptor score at or above its class's threshold, in units of 1/1024 logit. */
  thresholds: z.array(z.number().int()),
  /** Cross-fitted on the training texts alone. */
  calibration: z.object({
    expected_hit_rate: z.number(),
    expected_false_hit_rate: z.number(),
    judged: z.number().int(),
  }),
})
export type ClassifierModel = z.infer<typeof ClassifierModel>

export const releaseFormat = 1

export const Release = z.object({
  format: z.literal(releaseFormat),
  /** SHA-256 (hex) over the RFC 8785 canonical JSON of everything else in the release. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  normalizers: z.array(NormalizerStep),
  budget: z.number(),
  min_confidence: z.number(),
  intents: z.array(IntentSpec),
  classifier: ClassifierModel.nullable(),
})
export type Release = z.infer<typeof Release>

export const TraceStep = z.object({ step: z.string(), detail: z.string(), data: z.json().optional() })
export type TraceStep = z.infer<typeof TraceStep>

const MissReason = z.enum(['no_key', 'low_confidence', 'guarded', 'missing_entity'])
type MissReason = z.infer<typeof MissReason>

export const NormalizeResult = z.object({
  key: z.string().nullable(),
  entities: z.array(Entity),
  /** Masked canonical text: what rules and memo entries are matched on. Holds no literals of entities. */
  canonical: z.string(),
  /** 0…1 in steps of 1e-4. */
  confidence: z.number(),
  reason: MissReason.nullable(),
  normalizer: z.object({
    name: z.enum(['rules', 'classifier', 'memo', 'pass_through', 'none']),
    version: z.string(),
  }),
  trace: z.array(TraceStep),
})
export type NormalizeResult = z.infer<typeof NormalizeResult>
