import type { Checklist, Proposal } from '@/lib/proposals/schema'
import type { ClaimState } from './use-claim'

type Situation = {
  proposal: Proposal
  waiting: boolean
  changed: boolean
  claim: ClaimState
  checklist: Checklist | undefined
}

/** The first thing in the way of a decision, in words; the server has the last one. */
export function whyNotFor({ proposal, waiting, changed, claim, checklist }: Situation) {
  const first = (blocks: 'approve' | 'decide') =>
    checklist?.items.find((item) => !item.ok && item.blocks === blocks)?.text ?? null
  const whyNotDecide = !waiting
    ? `Already ${proposal.status}.`
    : changed
      ? 'Changed since you looked.'
      : claim.status === 'other'
        ? `${claim.by} is reviewing it now.`
        : first('decide')
  // At high risk the list says whether a passkey must be shown first: before the page goes on, not after.
  const unknown = waiting && proposal.risk === 'high' && checklist === undefined
  return {
    whyNotDecide,
    whyNotApprove: unknown ? 'One moment: what it needs is looked up.' : first('approve'),
  }
}
