import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { addUpstream, listUpstreams } from '@/lib/workspaces/upstream/manage-upstreams'
import { AddUpstream, Upstream, UpstreamState } from '@/lib/workspaces/upstream/schema'

const path = '/api/console/upstream'

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'The workspace’s own models in the order they are asked; never their keys',
    access: { by: 'session', permission: 'policy.manage', stepUp: false },
    response: UpstreamState,
  },
  ({ app, principal }) => listUpstreams(app.upstreams, principal),
)

export const POST = route(
  {
    method: 'POST',
    path,
    summary: 'Add a model of the workspace’s own; it is asked once before it is saved',
    access: { by: 'session', permission: 'policy.manage' },
    body: AddUpstream,
    response: Upstream,
  },
  ({ app, call, principal, body }) => addUpstream(app.upstreams, principal, body, requestOrigin(call)),
)
