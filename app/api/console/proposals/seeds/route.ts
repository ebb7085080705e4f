import { z } from 'zod'
import { SeedAuditItems, seedAuditItems } from '@/lib/proposals/quality/seed-audit-items'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/proposals/seeds',
    summary: 'Put items with a known right decision into the queue, to measure reviewing',
    access: { by: 'session', permission: 'policy.manage' },
    body: SeedAuditItems,
    bodyLimit: 2 * 1024 * 1024,
    response: z.object({ created: z.number().int() }),
  },
  ({ app, call, principal, body }) =>
    seedAuditItems(app.review.review, { principal, request_id: call.requestId }, body),
)
