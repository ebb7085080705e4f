import { approvalState, type ReviewFacts } from './deciding/approval-rules'
import { priorityOf } from './desk/priority'
import type { Decision, Proposal, ProposalDetail } from './schema'

/** A record as it may leave: without claim tokens, and without a hint that an item is seeded. */
export function viewProposal(facts: ReviewFacts): Proposal {
  const { proposal, now } = facts
  const { seeded, decisions: _decisions, claim_token: _token, decided_by_id: _id, ...shown } = proposal
  const live = shown.claim && Date.parse(shown.claim.until) > now.getTime()
  return {
    ...shown,
    origin: seeded ? 'miss' : shown.origin,
    claim: live ? shown.claim : null,
    needs: approvalState(facts).needs,
    priority: priorityOf(shown, now).level,
  }
}

export function viewProposalDetail(facts: ReviewFacts): ProposalDetail {
  return { ...viewProposal(facts), decisions: visibleVotes(facts) }
}

/** Whoever has not voted yet votes blind: no name, no verdict of others while the proposal waits. */
function visibleVotes(facts: ReviewFacts): Decision[] {
  const { proposal, viewer } = facts
  if (proposal.status !== 'pending' && proposal.status !== 'blocked') return proposal.decisions
  const own = proposal.decisions.some((vote) => vote.actor.id === viewer?.id && vote.voided_at === null)
  return own ? proposal.decisions : proposal.decisions.filter((vote) => vote.voided_at !== null)
}
