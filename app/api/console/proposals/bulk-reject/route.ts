import { z } from 'zod'
import { bulkReject } from '@/lib/proposals/desk/bulk-reject'
import { BulkOutcome, BulkReject } from '@/lib/proposals/desk/desk-schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/proposals/bulk-reject',
    summary: 'Reject many; each is claimed and decided by itself',
    access: { by: 'session', permission: 'proposal.decide' },
    body: BulkReject,
    response: z.object({ items: z.array(BulkOutcome) }),
  },
  async ({ app, call, principal, body }) => ({
    items: await bulkReject(app.review.review, { principal, request_id: call.requestId }, body),
  }),
)
