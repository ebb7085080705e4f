import { endSession } from '@/lib/auth/end-session'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const DELETE = route(
  {
    method: 'DELETE',
    path: '/api/console/sessions/{session}',
    summary: "End one of the person's sessions",
    access: { by: 'session', permission: 'view' },
  },
  async ({ app, call, principal, params }) => {
    await endSession(app.auth, principal, params.session ?? '', requestOrigin(call))
  },
)
