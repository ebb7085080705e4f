import { acknowledgeFindings } from '@/lib/proposals/acknowledge-finding'
import { AcknowledgeFindings, ProposalDetail } from '@/lib/proposals/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/proposals/{proposal}/acknowledge',
    summary: 'Accept findings, each with a reason',
    access: { by: 'session', permission: 'proposal.decide' },
    body: AcknowledgeFindings,
    response: ProposalDetail,
  },
  ({ app, call, principal, params, body }) => {
    const caller = { principal, request_id: call.requestId }
    return acknowledgeFindings(app.review.review, caller, params.proposal ?? '', body)
  },
)
