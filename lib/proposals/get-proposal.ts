import { authorize } from '@/lib/auth/authorize'
import type { Principal } from '@/lib/auth/schema'
import type { Page } from '@/lib/entries/ports'
import { approvalState } from './deciding/approval-rules'
import type { ReviewDeps } from './ports'
import { factsOf, factsOfMany, requireProposal } from './deciding/review-facts'
import type { Checklist, Proposal, ProposalDetail, ProposalQuery } from './schema'
import { viewProposal, viewProposalDetail } from './view-proposal'

type Reading = Pick<ReviewDeps, 'unit' | 'clock'>

export async function getProposal(deps: Reading, principal: Principal, id: string): Promise<ProposalDetail> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', scope: 'review', now })
  const read = deps.unit.read(principal.workspace_id)
  const proposal = await requireProposal(read.proposals.get(id))
  return viewProposalDetail(await factsOf(read, proposal, principal, now))
}

/** Why the caller may or may not decide, in words. */
export async function getChecklist(deps: Reading, principal: Principal, id: string): Promise<Checklist> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', scope: 'review', now })
  const read = deps.unit.read(principal.workspace_id)
  const proposal = await requireProposal(read.proposals.get(id))
  const { items, may_approve, may_reject, needs, required, passkey } = approvalState(
    await factsOf(read, proposal, principal, now),
  )
  return { items, may_approve, may_reject, needs, required, passkey }
}

/** A page of the queue, with at most three samples each; `total` counts all that match. */
export async function listProposals(
  deps: Reading,
  principal: Principal,
  query: ProposalQuery,
): Promise<Page<Proposal> & { total: number }> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', scope: 'review', now })
  const read = deps.unit.read(principal.workspace_id)
  const viewer = principal.kind === 'user' ? { user_id: principal.user_id } : null
  const page = await read.proposals.list(query, viewer, now)
  const facts = await factsOfMany(read, page.items, principal, now)
  return { items: facts.map(viewProposal), next_cursor: page.next_cursor, total: page.total }
}
