import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { revokeInvitation } from '@/lib/workspaces/invite-member'

export const DELETE = route(
  {
    method: 'DELETE',
    path: '/api/console/invitations/{invitation}',
    summary: 'Take an invitation back',
    access: { by: 'session', permission: 'member.manage', stepUp: false },
  },
  async ({ app, call, principal, params }) => {
    await revokeInvitation(app.auth, principal, params.invitation ?? '', requestOrigin(call))
  },
)
