import { authorize } from '@/lib/auth/authorize'
import type { Principal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { invalidInput, L0Error } from '@/lib/kernel/errors'
import type { Caller, ProposalRecord, ProposalTransaction, ReviewDeps } from './ports'
import {
  factsOf,
  requireClaim,
  requireProposal,
  requireSameContent,
  requireWaiting,
} from './deciding/review-facts'
import type { AcknowledgeFinding, AcknowledgeFindings, ProposalDetail } from './schema'
import { viewProposalDetail } from './view-proposal'

/** Accepts `high` findings, each with a reason. What blocks cannot be acknowledged, only fixed. */
export async function acknowledgeFindings(
  deps: ReviewDeps,
  { principal, request_id }: Caller<Principal>,
  id: string,
  input: AcknowledgeFindings,
): Promise<ProposalDetail> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'proposal.decide', scope: 'review', now })
  return deps.unit.transact(principal.workspace_id, async (tx) => {
    const proposal = await requireProposal(tx.proposals.lock(id))
    requireWaiting(proposal)
    requireSameContent(proposal, input.content_hash)
    requireClaim(proposal, principal, input.claim_token, now)
    await recordAcknowledgements({ tx, proposal, principal, items: input.items, request_id })
    const after = await requireProposal(tx.proposals.get(id))
    return viewProposalDetail(await factsOf(tx, after, principal, now))
  })
}

type Recording = {
  tx: ProposalTransaction
  proposal: ProposalRecord
  principal: Principal
  items: AcknowledgeFinding[]
  request_id: string | null
}

export async function recordAcknowledgements({ tx, proposal, principal, items, request_id }: Recording) {
  const actor = actorOf(principal)
  for (const item of items) {
    const finding = proposal.findings.find((candidate) => candidate.rule === item.rule)
    if (!finding) throw invalidInput('acknowledge', `there is no finding "${item.rule}"`)
    if (finding.severity === 'block') {
      throw new L0Error('forbidden', `“${item.rule}” cannot be acknowledged: change the answer.`)
    }
    await tx.proposals.acknowledge(proposal.id, { ...item, by: actor.id })
    await tx.audit.append({
      type: 'proposal.finding_acknowledged',
      actor,
      target: { type: 'proposal', id: proposal.id, label: proposal.key },
      reason: item.reason,
      after: { rule: item.rule, content_hash: proposal.content_hash },
      request_id,
    })
  }
}
