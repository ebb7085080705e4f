import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { orderUpstreams } from '@/lib/workspaces/upstream/manage-upstreams'
import { OrderUpstreams, UpstreamState } from '@/lib/workspaces/upstream/schema'

export const PUT = route(
  {
    method: 'PUT',
    path: '/api/console/upstream/order',
    summary: 'The order in which the workspace’s own models are asked',
    access: { by: 'session', permission: 'policy.manage' },
    body: OrderUpstreams,
    response: UpstreamState,
  },
  ({ app, call, principal, body }) => orderUpstreams(app.upstreams, principal, body.ids, requestOrigin(call)),
)
