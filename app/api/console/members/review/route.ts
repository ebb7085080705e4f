import { z } from 'zod'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { reviewAccess } from '@/lib/workspaces/review-access'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/members/review',
    summary: 'Record that who has access was reviewed, as it is now',
    access: { by: 'session', permission: 'member.manage' },
    body: z.strictObject({ note: z.string().trim().max(500).default('') }),
    response: z.object({ reviewed_at: z.string(), people: z.number().int(), keys: z.number().int() }),
  },
  ({ app, call, principal, body }) => reviewAccess(app.auth, principal, body, requestOrigin(call)),
)
