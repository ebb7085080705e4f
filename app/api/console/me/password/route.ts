import { changePassword } from '@/lib/auth/change-password'
import { ChangePassword } from '@/lib/auth/schema'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { replyWithSession } from '@/lib/server/identity/session-reply'

export const PUT = route(
  {
    method: 'PUT',
    path: '/api/console/me/password',
    summary: 'Set a new password; ends every other session',
    access: { by: 'session', permission: 'view', stepUp: true },
    body: ChangePassword,
  },
  async ({ app, call, principal, body }) =>
    replyWithSession(app, await changePassword(app.auth, principal, body, requestOrigin(call)), {}),
)
