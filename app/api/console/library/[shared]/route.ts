import { unpublishAnswer } from '@/lib/proposals/library/publish-answer'
import { route } from '@/lib/server/http/route'

export const DELETE = route(
  {
    method: 'DELETE',
    path: '/api/console/library/{shared}',
    summary: 'Take an answer out of the library; what others adopted stays theirs',
    access: { by: 'session', permission: 'policy.manage' },
  },
  ({ app, call, principal, params }) =>
    unpublishAnswer(app.library, { principal, request_id: call.requestId }, params.shared ?? ''),
)
