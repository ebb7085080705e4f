import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { changeUpstream, removeUpstream } from '@/lib/workspaces/upstream/manage-upstreams'
import { ChangeUpstream, Upstream } from '@/lib/workspaces/upstream/schema'

const path = '/api/console/upstream/{upstream}'
const access = { by: 'session', permission: 'policy.manage' } as const

export const PATCH = route(
  {
    method: 'PATCH',
    path,
    summary:
      'Change one of the workspace’s own models or rotate its key; it is asked once before it is saved',
    access,
    body: ChangeUpstream,
    response: Upstream,
  },
  ({ app, call, principal, params, body }) =>
    changeUpstream(app.upstreams, principal, params.upstream ?? '', body, requestOrigin(call)),
)

export const DELETE = route(
  { method: 'DELETE', path, summary: 'Remove one of the workspace’s own models', access },
  ({ app, call, principal, params }) =>
    removeUpstream(app.upstreams, principal, params.upstream ?? '', requestOrigin(call)),
)
