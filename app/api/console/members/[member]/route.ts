import { ChangeRole, Member } from '@/lib/auth/schema'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { changeRole, removeMember } from '@/lib/workspaces/manage-members'

const path = '/api/console/members/{member}'
const access = { by: 'session', permission: 'member.manage' } as const

export const PATCH = route(
  {
    method: 'PATCH',
    path,
    summary: 'Change the role of a member',
    access,
    body: ChangeRole,
    response: Member,
  },
  ({ app, call, principal, body, params }) => {
    const change = { userId: params.member ?? '', role: body.role }
    return changeRole(app.auth, principal, change, requestOrigin(call))
  },
)

export const DELETE = route(
  { method: 'DELETE', path, summary: 'End a membership', access },
  async ({ app, call, principal, params }) => {
    await removeMember(app.auth, principal, params.member ?? '', requestOrigin(call))
  },
)
