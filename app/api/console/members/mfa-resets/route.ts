import { z } from 'zod'
import { listMfaResets, requestMfaReset } from '@/lib/auth/reset-second-factor'
import { MfaResetView, RequestMfaReset } from '@/lib/auth/schema'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

const path = '/api/console/members/mfa-resets'

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'Resets of lost second factors that wait for a second admin',
    access: { by: 'session', permission: 'member.manage', stepUp: false },
    response: z.object({ items: z.array(MfaResetView), next_cursor: z.null() }),
  },
  async ({ app, principal }) => ({ items: await listMfaResets(app.auth, principal), next_cursor: null }),
)

export const POST = route(
  {
    method: 'POST',
    path,
    summary: 'Ask for the reset of a member’s lost second factor',
    access: { by: 'session', permission: 'member.manage' },
    body: RequestMfaReset,
    response: z.object({ id: z.string(), expires_at: z.string() }),
  },
  ({ app, call, principal, body }) => {
    const request = { userId: body.user_id, reason: body.reason }
    return requestMfaReset(app.auth, principal, request, requestOrigin(call))
  },
)
