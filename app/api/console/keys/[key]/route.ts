import { revokeApiKey } from '@/lib/auth/manage-api-keys'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const DELETE = route(
  {
    method: 'DELETE',
    path: '/api/console/keys/{key}',
    summary: 'Revoke an API key at once',
    access: { by: 'session', permission: 'key.manage' },
  },
  async ({ app, call, principal, params }) => {
    await revokeApiKey(app.auth, principal, params.key ?? '', requestOrigin(call))
  },
)
