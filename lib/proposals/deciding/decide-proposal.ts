import { authorize } from '@/lib/auth/authorize'
import type { Principal } from '@/lib/auth/schema'
import { spendBoundProof } from '@/lib/auth/use-passkey'
import { actorOf } from '@/lib/entries/actor'
import { Approver } from '@/lib/entries/schema'
import { invalidInput, L0Error } from '@/lib/kernel/errors'
import { recordAcknowledgements } from '../acknowledge-finding'
import { approvalState, whyNot, type ApprovalState } from './approval-rules'
import { editContent } from '../edit-content'
import type { Caller, ProposalRecord, ProposalTransaction, ReviewDeps } from '../ports'
import { publishVersion } from './publish-version'
import { recordRefusal } from './record-refusal'
import { factsOf, requireClaim, requireProposal, requireSameContent, requireWaiting } from './review-facts'
import { approvalBinding, type DecideProposal, type DecisionResult } from '../schema'
import { viewProposalDetail } from '../view-proposal'

export type DecisionOutcome = DecisionResult & { done: boolean }

type Deciding = {
  deps: ReviewDeps
  tx: ProposalTransaction
  principal: Principal
  input: DecideProposal
  now: Date
  request_id: string | null
}

/**
 * Approves or rejects, in one transaction: lock, rules, state flip, version, audit events, outbox.
 * `done: false` means recorded and waiting for another person. Throws `already_decided` (with who),
 * `content_changed`, `claim_lost`, `step_up_required` (with `passkey` and `bound`) where the policy wants a passkey's proof
 * of this content, or `forbidden` with the reasons in words.
 */
export async function decideProposal(
  deps: ReviewDeps,
  { principal, request_id }: Caller<Principal>,
  id: string,
  input: DecideProposal,
): Promise<DecisionOutcome> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'proposal.decide', scope: 'review', now })
  const decided = deps.unit.transact(principal.workspace_id, async (tx) => {
    const proposal = await requireProposal(tx.proposals.lock(id))
    requireWaiting(proposal)
    requireSameContent(proposal, input.content_hash)
    requireClaim(proposal, principal, input.claim_token, now)
    const deciding = { deps, tx, principal, input, now, request_id }
    return input.decision === 'reject' ? reject(deciding, proposal) : approve(deciding, proposal)
  })
  return decided.catch(async (error) => {
    const refused = { proposalId: id, decision: input.decision, error }
    await recordRefusal(deps, { principal, request_id }, refused)
    throw error
  })
}

async function reject(deciding: Deciding, proposal: ProposalRecord): Promise<DecisionOutcome> {
  const { tx, principal, input, now } = deciding
  const actor = actorOf(principal)
  if (principal.kind === 'user' && !input.reason_code && !input.reason) {
    throw invalidInput('reason', 'say why it is rejected')
  }
  if (input.reason_code === 'other' && !input.reason) throw invalidInput('reason', 'say what is wrong')
  const facts = await factsOf(tx, proposal, principal, now)
  requireAllowed(approvalState(facts), 'reject')
  await addVote(deciding, proposal, facts.policy_version)
  await close(tx, proposal, 'rejected', { id: actor.id, entry_id: null }, now)
  await tx.audit.append({
    type: 'proposal.rejected',
    actor,
    target: { type: 'proposal', id: proposal.id, label: proposal.key },
    reason: [input.reason_code, input.reason].filter(Boolean).join(': ') || null,
    after: { content_hash: proposal.content_hash },
    request_id: deciding.request_id,
  })
  const undo = principal.kind === 'user' ? new Date(now.getTime() + facts.policy.undo_seconds * 1_000) : null
  return outcome(deciding, proposal.id, { done: true, undo_until: undo })
}

async function approve(deciding: Deciding, original: ProposalRecord): Promise<DecisionOutcome> {
  const { tx, principal, now, input } = deciding
  const proposal = await withEditAndAcknowledgements(deciding, original)
  const facts = await factsOf(tx, proposal, principal, now)
  const state = approvalState(facts)
  const edited = proposal.content_hash !== original.content_hash
  // At this risk an editor's approval does not count: the edit is kept and waits for others.
  if (edited && state.dual && onlyOwnEditBlocks(state)) {
    return outcome(deciding, proposal.id, { done: false })
  }
  // The same vote sent again changes nothing.
  if (state.own && state.own.actor.id === actorOf(principal).id && state.needs > 0) {
    return outcome(deciding, proposal.id, { done: false })
  }
  requireAllowed(state, 'approve')
  await requireStillSafe(deciding, proposal)
  if (state.passkey) await takeProof(deciding, proposal)
  await addVote(deciding, proposal, facts.policy_version)
  const voted = await requireProposal(tx.proposals.get(proposal.id))
  const after = await factsOf(tx, voted, principal, now)
  const { counted, needs } = approvalState(after)
  const actor = actorOf(principal)
  const target = { type: 'proposal', id: proposal.id, label: proposal.key }
  const reason = input.reason ?? null
  const recorded = { actor, target, reason, request_id: deciding.request_id }
  if (needs > 0) {
    const after = { content_hash: proposal.content_hash, needs }
    await tx.audit.append({ ...recorded, type: 'proposal.vote_recorded', after })
    await askForAnother(deciding, proposal)
    return outcome(deciding, proposal.id, { done: false })
  }
  const undo_seconds = principal.kind === 'user' ? facts.policy.undo_seconds : 0
  const approvers = counted.map((vote) => Approver.parse(vote.actor))
  const { policy_version } = facts
  // A seeded item goes the same way, except that nothing is ever made of it.
  const published = proposal.seeded
    ? null
    : await publishVersion({
        ...deciding,
        proposal: voted,
        approvers,
        actor,
        origin: 'approval',
        reason: reason ?? '',
        policy_version,
        undo_seconds,
      })
  await close(tx, proposal, 'approved', { id: actor.id, entry_id: published?.entry.id ?? null }, now)
  await tx.audit.append({
    ...recorded,
    type: 'proposal.approved',
    after: {
      content_hash: proposal.content_hash,
      entry: published?.entry ?? null,
      approved_by: approvers.map((a) => a.id),
    },
    risk: proposal.risk,
  })
  const undo_until = published?.undo_until ?? null
  return outcome(deciding, proposal.id, { done: true, entry: published?.entry, undo_until })
}

async function withEditAndAcknowledgements(
  deciding: Deciding,
  original: ProposalRecord,
): Promise<ProposalRecord> {
  const { deps, tx, principal, input, now, request_id } = deciding
  let proposal = original
  if (input.answer !== undefined && input.answer !== original.answer) {
    const { check } = deps
    proposal = await editContent({ tx, check, proposal, principal, answer: input.answer, now, request_id })
    const block = proposal.findings.find((finding) => finding.severity === 'block')
    if (block) throw invalidInput('answer', block.message)
  }
  if (!input.acknowledge?.length) return proposal
  await recordAcknowledgements({ tx, proposal, principal, items: input.acknowledge, request_id })
  return requireProposal(tx.proposals.get(proposal.id))
}

async function takeProof({ tx, principal, now }: Deciding, proposal: ProposalRecord): Promise<void> {
  if (principal.kind !== 'user')
    throw new L0Error('forbidden', 'At this risk a person approves, with a passkey.')
  await spendBoundProof(tx, principal, approvalBinding(proposal), now)
}

function onlyOwnEditBlocks(state: ApprovalState): boolean {
  return !state.items.some((item) => !item.ok && item.blocks === 'decide')
}

function requireAllowed(state: ApprovalState, verdict: 'approve' | 'reject'): void {
  const reasons = whyNot(state, verdict)
  if (reasons.length === 0) return
  throw new L0Error('forbidden', reasons[0]!, { extra: { reasons, needs: state.needs } })
}

/** Rules may have changed since the proposal was checked: what is published passes those of now. */
async function requireStillSafe({ deps, tx }: Deciding, proposal: ProposalRecord): Promise<void> {
  const { policy } = await tx.policy.current()
  const report = await deps.check({ template: proposal.answer, slots: proposal.slots, policy })
  const block = report.findings.find((finding) => finding.severity === 'block')
  if (!block) return
  throw new L0Error('forbidden', `Must be fixed: ${block.message}`, { extra: { reasons: [block.message] } })
}

async function askForAnother({ tx, principal, now }: Deciding, { id, key }: ProposalRecord): Promise<void> {
  const subject = { type: 'proposal' as const, id }
  const title = `${key} needs another approval`
  const notice = { kind: 'second_approval_needed' as const, title, href: `/queue/${id}`, subject }
  await tx.notices.add({ ...notice, to: 'deciders', except: actorOf(principal).id }, now)
}

async function addVote(deciding: Deciding, proposal: ProposalRecord, policyVersion: number): Promise<void> {
  const { tx, principal, input, now } = deciding
  await tx.proposals.addDecision(
    proposal.id,
    {
      verdict: input.decision,
      actor: actorOf(principal),
      content_hash: proposal.content_hash,
      policy_version: policyVersion,
      reason_code: input.reason_code ?? null,
      reason: input.reason ?? '',
      opened_at: input.opened_at ? new Date(input.opened_at) : undefined,
    },
    now,
  )
}

async function close(
  tx: ProposalTransaction,
  proposal: ProposalRecord,
  to: 'approved' | 'rejected',
  by: { id: string; entry_id: string | null },
  now: Date,
): Promise<void> {
  if (await tx.proposals.close(proposal.id, to, { ...by, content_hash: proposal.content_hash }, now)) return
  throw new L0Error('already_decided', 'Somebody else has decided it.')
}

type Ended = { done: boolean; entry?: { id: string; version: number }; undo_until?: Date | null }

async function outcome(deciding: Deciding, id: string, ended: Ended): Promise<DecisionOutcome> {
  const { tx, principal, input, now } = deciding
  // Whoever has voted is done with it: the next person need not wait for the claim to lapse.
  if (!ended.done && input.claim_token) await tx.proposals.release(id, input.claim_token)
  const facts = await factsOf(tx, await requireProposal(tx.proposals.get(id)), principal, now)
  const proposal = viewProposalDetail(facts)
  return {
    done: ended.done,
    proposal,
    needs: proposal.needs,
    ...(ended.entry ? { entry: ended.entry } : {}),
    ...(ended.undo_until ? { undo_until: ended.undo_until.toISOString() } : {}),
  }
}
