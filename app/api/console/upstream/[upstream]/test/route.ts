import { route } from '@/lib/server/http/route'
import { testUpstream } from '@/lib/workspaces/upstream/manage-upstreams'
import { UpstreamTest } from '@/lib/workspaces/upstream/schema'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/upstream/{upstream}/test',
    summary: 'Ask one of the workspace’s own models once',
    access: { by: 'session', permission: 'policy.manage' },
    response: UpstreamTest,
  },
  ({ app, principal, params }) => testUpstream(app.upstreams, principal, params.upstream ?? ''),
)
