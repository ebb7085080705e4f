import { z } from 'zod'
import { roundUsd } from '@/lib/kernel/money'

export const Risk = z.enum(['low', 'medium', 'high'])
export type Risk = z.infer<typeof Risk>

/** What a workspace may set. Defaults are the safe side; every change is audited and versioned. */
export const WorkspacePolicy = z.object({
  /** Domains, numbers and addresses an answer may name. Anything else is a finding. */
  allowed_domains: z.array(z.string().trim().min(1).max(253)).max(500).default([]),
  allowed_phones: z.array(z.string().trim().min(3).max(40)).max(200).default([]),
  allowed_emails: z.array(z.string().trim().min(3).max(254)).max(200).default([]),
  disabled_rules: z.array(z.string().max(60)).max(50).default([]),
  max_answer_chars: z.number().int().min(100).max(20_000).default(4_000),
  /** Approvals wanted by risk; high risk never goes below two. */
  approvals_low: z.number().int().min(1).max(3).default(1),
  approvals_medium: z.number().int().min(1).max(3).default(1),
  approvals_high: z.number().int().min(2).max(4).default(2),
  /** Publishing waits this long after a decision in the console, so that it can be taken back. */
  undo_seconds: z.number().int().min(0).max(60).default(10),
  /** A share of hits goes to people for judgement. */
  judge_share: z.number().min(0).max(1).default(0.01),
  /** The configured model says what it thinks of them; it sorts the list and never counts as a judgement. */
  hit_opinions: z.boolean().default(false),
  /** A new workspace stays in shadow mode until so many would-be hits were judged. */
  judgements_before_live: z.number().int().min(0).max(100_000).default(200),
  false_hit_budget: z.number().min(0.001).max(0.2).default(0.01),
  /** Reports against one version that quarantine the entry. */
  quarantine_after_reports: z.number().int().min(1).max(100).default(1),
  samples_per_proposal: z.number().int().min(1).max(100).default(20),
  sla_hours: z.number().int().min(1).max(720).default(24),
  retention_days: z.number().int().min(1).max(3_650).default(90),
  legal_hold: z.boolean().default(false),
  /** Scope fingerprints bound to a named scope. */
  bound_scopes: z.record(z.string().max(64), z.string().max(64)).default({}),
  split_by_model_family: z.boolean().default(false),
  rate_per_minute: z.number().int().min(1).max(10_000_000).default(600_000),
  fallback_answer: z.string().max(2_000).nullable().default(null),
  /** Share of eligible traffic that may be served from the cache, 0–100. */
  rollout_percent: z.number().int().min(0).max(100).default(100),
  /** While it is below 100 %, wrong answers over the budget halve it by themselves; nothing raises it again. */
  rollout_back_off: z.boolean().default(true),
  /** Back to shadow mode at once instead of halving. */
  rollout_stop: z.boolean().default(false),
  /** Also when all of the traffic is served. */
  rollout_watch_full: z.boolean().default(false),
  hit_price_usd: z.number().min(0).max(10).overwrite(roundUsd).default(0.0001),
  /** What would have answered the questions of the look-up API, which names no model; null: savings unknown. */
  lookup_model: z.string().trim().max(100).nullable().default(null),
  reviewer_usd_per_hour: z.number().min(0).max(1_000).default(30),
  /** Lets intents that allow it be answered without a person: low risk, not one finding. */
  auto_approve_enabled: z.boolean().default(false),
  /** The share of those that goes to people all the same; it cannot be none. */
  auto_approve_review_share: z.number().min(0.01).max(1).default(0.1),
  /** Each approval of high risk needs a passkey's proof bound to the very content; rejecting does not. */
  passkey_for_high_risk: z.boolean().default(false),
})
export type WorkspacePolicy = z.infer<typeof WorkspacePolicy>

export const WorkspaceMode = z.enum(['live', 'shadow'])
export type WorkspaceMode = z.infer<typeof WorkspaceMode>

export const Workspace = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  plan: z.string(),
  mode: WorkspaceMode,
  policy: WorkspacePolicy,
  policy_version: z.number().int(),
  created_at: z.string(),
})
export type Workspace = z.infer<typeof Workspace>

export const ScopeName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9][a-z0-9_.:-]*$/, 'use a–z, 0–9, "_", ".", ":" and "-", starting with a letter or digit')

export const WorkspaceSlug = z
  .string()
  .min(2)
  .max(40)
  .regex(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
    'use a–z, 0–9 and "-", starting and ending with a letter or digit',
  )
export const CreateWorkspace = z.strictObject({ name: z.string().trim().min(1).max(80), slug: WorkspaceSlug })
export const UpdateWorkspace = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  mode: WorkspaceMode.optional(),
})
export const SwitchWorkspace = z.strictObject({ workspace_id: z.string().min(1).max(60) })

export const PolicyView = z.object({ policy: WorkspacePolicy, policy_version: z.number().int() })
export type PolicyView = z.infer<typeof PolicyView>
/** `policy` holds what changes; the rest stays. `policy_version` is the version that was looked at. */
export const ChangePolicy = z.strictObject({
  policy: z.record(z.string().max(60), z.unknown()),
  policy_version: z.number().int().optional(),
  reason: z.string().trim().max(1_000).default(''),
})
export type ChangePolicy = z.infer<typeof ChangePolicy>
