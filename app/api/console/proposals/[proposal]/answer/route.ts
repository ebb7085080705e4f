import { editProposal } from '@/lib/proposals/edit-proposal'
import { EditProposal, ProposalDetail } from '@/lib/proposals/schema'
import { route } from '@/lib/server/http/route'

export const PUT = route(
  {
    method: 'PUT',
    path: '/api/console/proposals/{proposal}/answer',
    summary: 'Save an edited answer without deciding; earlier votes are void',
    access: { by: 'session', permission: 'proposal.edit' },
    body: EditProposal,
    response: ProposalDetail,
    bodyLimit: 128 * 1024,
  },
  ({ app, call, principal, params, body }) =>
    editProposal(app.review.review, { principal, request_id: call.requestId }, params.proposal ?? '', body),
)
