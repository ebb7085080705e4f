import { ProposalDetail } from '@/lib/proposals/schema'
import { undoDecision } from '@/lib/proposals/deciding/undo-decision'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/proposals/{proposal}/undo',
    summary: 'Take back one’s own decision while it has not been published',
    access: { by: 'session', permission: 'proposal.decide' },
    response: ProposalDetail,
  },
  ({ app, call, principal, params }) =>
    undoDecision(app.review.review, { principal, request_id: call.requestId }, params.proposal ?? ''),
)
