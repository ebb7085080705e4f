import { z } from 'zod'
import { listPasswordResets, requestPasswordReset } from '@/lib/auth/reset-password'
import { MadePasswordReset, PasswordResetView, RequestMfaReset } from '@/lib/auth/schema'
import { passwordResetLink } from '@/lib/server/identity/invitation-link'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

const path = '/api/console/members/password-resets'

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'Open resets of forgotten passwords',
    access: { by: 'session', permission: 'member.manage', stepUp: false },
    response: z.object({ items: z.array(PasswordResetView), next_cursor: z.null() }),
  },
  async ({ app, principal }) => ({ items: await listPasswordResets(app.auth, principal), next_cursor: null }),
)

export const POST = route(
  {
    method: 'POST',
    path,
    summary: 'Reset a member’s forgotten password: a one-use link, or a wait for a second admin',
    access: { by: 'session', permission: 'member.manage' },
    body: RequestMfaReset,
    response: MadePasswordReset,
  },
  async ({ app, call, principal, body }) => {
    const request = { userId: body.user_id, reason: body.reason }
    const { token, ...made } = await requestPasswordReset(app.auth, principal, request, requestOrigin(call))
    return { ...made, link: token && passwordResetLink(app.auth.relyingParty.origin, token) }
  },
)
