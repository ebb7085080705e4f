import { approvePasswordReset } from '@/lib/auth/reset-password'
import { MadePasswordReset } from '@/lib/auth/schema'
import { passwordResetLink } from '@/lib/server/identity/invitation-link'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/members/password-resets/{reset}/approve',
    summary: 'Agree to a password reset, as the second admin; the reply holds the one-use link',
    access: { by: 'session', permission: 'member.manage' },
    response: MadePasswordReset,
  },
  async ({ app, call, principal, params }) => {
    const { token, ...made } = await approvePasswordReset(
      app.auth,
      principal,
      params.reset ?? '',
      requestOrigin(call),
    )
    return { ...made, link: token && passwordResetLink(app.auth.relyingParty.origin, token) }
  },
)
