import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { changePolicy, readPolicy } from '@/lib/workspaces/change-policy'
import { ChangePolicy, PolicyView } from '@/lib/workspaces/schema'

const path = '/api/console/policy'

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'The policy of the workspace',
    access: { by: 'session', permission: 'view' },
    response: PolicyView,
  },
  ({ app, principal }) => readPolicy(app.workspaces, principal),
)

export const PUT = route(
  {
    method: 'PUT',
    path,
    summary: 'Change settings of the policy; what is not named stays',
    access: { by: 'session', permission: 'policy.manage' },
    body: ChangePolicy,
    response: PolicyView,
  },
  ({ app, call, principal, body }) => changePolicy(app.workspaces, principal, body, requestOrigin(call)),
)
