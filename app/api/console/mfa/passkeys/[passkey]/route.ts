import { removePasskey } from '@/lib/auth/register-passkey'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const DELETE = route(
  {
    method: 'DELETE',
    path: '/api/console/mfa/passkeys/{passkey}',
    summary: 'Remove a passkey',
    access: { by: 'session', permission: 'view', stepUp: true },
  },
  async ({ app, call, principal, params }) => {
    await removePasskey(app.auth, principal, params.passkey ?? '', requestOrigin(call))
  },
)
