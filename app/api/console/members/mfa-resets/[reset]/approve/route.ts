import { approveMfaReset } from '@/lib/auth/reset-second-factor'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/members/mfa-resets/{reset}/approve',
    summary: 'Agree to a reset, as the second admin',
    access: { by: 'session', permission: 'member.manage' },
  },
  async ({ app, call, principal, params }) => {
    await approveMfaReset(app.auth, principal, params.reset ?? '', requestOrigin(call))
  },
)
