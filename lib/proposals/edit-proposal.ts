import { authorize } from '@/lib/auth/authorize'
import type { Principal } from '@/lib/auth/schema'
import { editContent } from './edit-content'
import type { Caller, ReviewDeps } from './ports'
import {
  factsOf,
  requireClaim,
  requireProposal,
  requireSameContent,
  requireWaiting,
} from './deciding/review-facts'
import type { EditProposal, ProposalDetail } from './schema'
import { viewProposalDetail } from './view-proposal'

/** Saves an edited answer without deciding. Throws as `decideProposal` does. */
export async function editProposal(
  deps: ReviewDeps,
  { principal, request_id }: Caller<Principal>,
  id: string,
  input: EditProposal,
): Promise<ProposalDetail> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'proposal.edit', scope: 'review', now })
  return deps.unit.transact(principal.workspace_id, async (tx) => {
    const proposal = await requireProposal(tx.proposals.lock(id))
    requireWaiting(proposal)
    requireSameContent(proposal, input.content_hash)
    requireClaim(proposal, principal, input.claim_token, now)
    if (input.answer === proposal.answer)
      return viewProposalDetail(await factsOf(tx, proposal, principal, now))
    const { check } = deps
    const edited = await editContent({
      tx,
      check,
      proposal,
      principal,
      answer: input.answer,
      now,
      request_id,
    })
    return viewProposalDetail(await factsOf(tx, edited, principal, now))
  })
}
