import { Claim, claimProposal } from '@/lib/proposals/desk/claim-proposal'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/proposals/{proposal}/claim',
    summary: 'Take a proposal for review for two minutes; asked again, the claim is prolonged',
    access: { by: 'session', permission: 'proposal.decide' },
    response: Claim,
  },
  ({ app, principal, params }) => claimProposal(app.review.review, principal, params.proposal ?? ''),
)
