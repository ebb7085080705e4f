import { z } from 'zod'
import { listProposals } from '@/lib/proposals/get-proposal'
import { Proposal, ProposalQuery } from '@/lib/proposals/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/v1/proposals',
    summary: 'Proposals, by priority unless asked otherwise',
    access: { by: 'key_or_session', scope: 'review', permission: 'view' },
    query: ProposalQuery,
    response: z.object({
      items: z.array(Proposal),
      next_cursor: z.string().nullable(),
      total: z.number().int(),
    }),
  },
  ({ app, principal, query }) => listProposals(app.review.review, principal, query),
)
