import { rejectMfaReset } from '@/lib/auth/reset-second-factor'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const DELETE = route(
  {
    method: 'DELETE',
    path: '/api/console/members/mfa-resets/{reset}',
    summary: 'Refuse a reset',
    access: { by: 'session', permission: 'member.manage', stepUp: false },
  },
  async ({ app, call, principal, params }) => {
    await rejectMfaReset(app.auth, principal, params.reset ?? '', requestOrigin(call))
  },
)
