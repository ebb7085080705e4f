import { z } from 'zod'
import type { StepUpBinding } from '@/lib/auth/schema'
import { AnswerTemplate, TemplateSlot } from '@/lib/entries/schema'
import { Finding } from '@/lib/safety/schema'
import { Risk } from '@/lib/workspaces/schema'

export const ProposalStatus = z.enum(['pending', 'approved', 'rejected', 'blocked', 'withdrawn'])
export type ProposalStatus = z.infer<typeof ProposalStatus>

export const ProposalOrigin = z.enum(['miss', 'edit', 'import', 'report', 'rescan', 'freshness', 'seeded'])
export type ProposalOrigin = z.infer<typeof ProposalOrigin>

export const ProposalSample = z.object({
  id: z.string(),
  /** Redacted: literals of personal data are placeholders. */
  text: z.string(),
  entities: z.array(z.object({ type: z.string(), start: z.number().int(), end: z.number().int() })),
  /** The model's own answer to it, generalised. */
  answer: z.string(),
  count: z.number().int(),
  created_at: z.string(),
  last_seen_at: z.string(),
})
export type ProposalSample = z.infer<typeof ProposalSample>

export const rejectReasons = [
  'wrong',
  'not_generic',
  'unsafe',
  'personal_data',
  'outdated',
  'style',
  'wrong_intent',
  'other',
] as const
export const RejectReason = z.enum(rejectReasons)
export type RejectReason = z.infer<typeof RejectReason>

export const Decision = z.object({
  id: z.string(),
  verdict: z.enum(['approve', 'reject']),
  actor: z.object({ type: z.string(), id: z.string(), label: z.string() }),
  content_hash: z.string(),
  policy_version: z.number().int(),
  reason_code: z.string().nullable(),
  reason: z.string(),
  created_at: z.string(),
  voided_at: z.string().nullable(),
  void_reason: z.string().nullable(),
})
export type Decision = z.infer<typeof Decision>

export const Proposal = z.object({
  id: z.string(),
  key: z.string(),
  scope: z.string(),
  status: ProposalStatus,
  origin: ProposalOrigin,
  risk: Risk,
  content_hash: z.string(),
  /** Template with `{{slots}}`. */
  answer: z.string(),
  model_answer: z.string(),
  model: z.string(),
  slots: z.array(TemplateSlot),
  samples: z.array(ProposalSample),
  count: z.number().int(),
  findings: z.array(Finding),
  acknowledged: z.array(z.object({ rule: z.string(), reason: z.string(), by: z.string() })),
  ruleset_version: z.string(),
  /** Approvals still wanted. */
  needs: z.number().int(),
  edited_by: z.array(z.string()),
  /** high | medium | low: risk × volume × age (lib/proposals/desk/priority.ts). */
  priority: Risk,
  claim: z.object({ by: z.string(), label: z.string(), until: z.string() }).nullable(),
  assigned_to: z.string().nullable(),
  created_at: z.string(),
  last_seen_at: z.string(),
  decided_at: z.string().nullable(),
  decided_by: z.string().nullable(),
  entry_id: z.string().nullable(),
})
export type Proposal = z.infer<typeof Proposal>

/** What a passkey proves when an approval of high risk needs one. */
export function approvalBinding({ id, content_hash }: Pick<Proposal, 'id' | 'content_hash'>): StepUpBinding {
  return { action: 'proposal.approve', item: id, content_hash }
}

/** One line of the checklist beside a proposal: why you may or may not decide. */
export const CheckItem = z.object({
  ok: z.boolean(),
  text: z.string(),
  blocks: z.enum(['approve', 'decide', 'none']),
})
export type CheckItem = z.infer<typeof CheckItem>

export const AcknowledgeFinding = z.strictObject({
  rule: z.string().min(1).max(60),
  reason: z.string().trim().min(3, 'say why, in a few words').max(500),
})
export type AcknowledgeFinding = z.infer<typeof AcknowledgeFinding>

export const AcknowledgeFindings = z.strictObject({
  items: z.array(AcknowledgeFinding).min(1).max(50),
  content_hash: z.string().min(8).max(128),
  claim_token: z.string().max(100).optional(),
})
export type AcknowledgeFindings = z.infer<typeof AcknowledgeFindings>

/** A proposal with the votes its reader may see: a second reviewer votes blind. */
export const ProposalDetail = Proposal.extend({ decisions: z.array(Decision) })
export type ProposalDetail = z.infer<typeof ProposalDetail>

export const DecisionResult = z.object({
  proposal: ProposalDetail,
  /** What the approval made; absent while another person must agree. */
  entry: z.object({ id: z.string(), version: z.number().int() }).optional(),
  /** Until then the decision can be taken back (console only). */
  undo_until: z.string().optional(),
  needs: z.number().int(),
})
export type DecisionResult = z.infer<typeof DecisionResult>

export const Checklist = z.object({
  items: z.array(CheckItem),
  may_approve: z.boolean(),
  may_reject: z.boolean(),
  /** Approvals still wanted, of how many. */
  needs: z.number().int(),
  required: z.number().int(),
  /** Approving wants a passkey's proof bound to this content (`approvalBinding`). */
  passkey: z.boolean(),
})
export type Checklist = z.infer<typeof Checklist>

export const EditProposal = z.strictObject({
  answer: AnswerTemplate,
  content_hash: z.string().min(8).max(128),
  claim_token: z.string().max(100).optional(),
})
export type EditProposal = z.infer<typeof EditProposal>

export const DecideProposal = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  /** An edited template; the decision is then about this text. */
  answer: AnswerTemplate.optional(),
  reason: z.string().trim().max(1_000).optional(),
  reason_code: RejectReason.optional(),
  /** Hash of what was looked at: a decision about other content is refused. */
  content_hash: z.string().min(8).max(128),
  claim_token: z.string().max(100).optional(),
  opened_at: z.iso.datetime().optional(),
  /** Findings of severity `high` that are accepted, each with why. */
  acknowledge: z.array(AcknowledgeFinding).max(50).optional(),
})
export type DecideProposal = z.infer<typeof DecideProposal>

export const ProposalQuery = z.object({
  status: ProposalStatus.optional(),
  key: z.string().max(80).optional(),
  scope: z.string().max(64).optional(),
  risk: Risk.optional(),
  finding: z.string().max(60).optional(),
  origin: ProposalOrigin.optional(),
  mine: z.stringbool().optional(),
  search: z.string().max(200).optional(),
  older_than_hours: z.coerce.number().int().min(1).max(10_000).optional(),
  sort: z.enum(['priority', 'newest', 'oldest', 'count']).default('priority'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})
export type ProposalQuery = z.infer<typeof ProposalQuery>
