import { revokePasswordReset } from '@/lib/auth/reset-password'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const DELETE = route(
  {
    method: 'DELETE',
    path: '/api/console/members/password-resets/{reset}',
    summary: 'Take a password reset back; its link stops working',
    access: { by: 'session', permission: 'member.manage', stepUp: false },
  },
  async ({ app, call, principal, params }) => {
    await revokePasswordReset(app.auth, principal, params.reset ?? '', requestOrigin(call))
  },
)
