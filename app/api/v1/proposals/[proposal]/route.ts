import { getProposal } from '@/lib/proposals/get-proposal'
import { ProposalDetail } from '@/lib/proposals/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/v1/proposals/{proposal}',
    summary: 'One proposal with its samples and the votes the caller may see',
    access: { by: 'key_or_session', scope: 'review', permission: 'view' },
    response: ProposalDetail,
  },
  ({ app, principal, params }) => getProposal(app.review.review, principal, params.proposal ?? ''),
)
