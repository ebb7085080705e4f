import { ProposalContext } from '@/lib/proposals/desk/desk-schema'
import { getContext } from '@/lib/proposals/get-context'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/proposals/{proposal}/context',
    summary: 'Live version, neighbours, demand and history of a proposal’s key',
    access: { by: 'session', permission: 'view' },
    response: ProposalContext,
  },
  ({ app, principal, params }) => getContext(app.review.review, principal, params.proposal ?? ''),
)
