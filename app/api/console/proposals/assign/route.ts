import { z } from 'zod'
import { assignProposals } from '@/lib/proposals/desk/assign-proposals'
import { AssignProposals } from '@/lib/proposals/desk/desk-schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/proposals/assign',
    summary: 'Give waiting proposals to somebody, or to nobody',
    access: { by: 'session', permission: 'proposal.edit' },
    body: AssignProposals,
    response: z.object({ assigned: z.array(z.string()) }),
  },
  async ({ app, call, principal, body }) => ({
    assigned: await assignProposals(app.review.review, { principal, request_id: call.requestId }, body),
  }),
)
