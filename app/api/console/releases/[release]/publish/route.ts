import { publishRelease } from '@/lib/normalization/releases/publish-release'
import { PublishRelease, ReleaseDetail } from '@/lib/normalization/releases/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/releases/{release}/publish',
    summary: 'Make a trained release the one the workspace runs',
    access: { by: 'session', permission: 'release.manage' },
    body: PublishRelease,
    response: ReleaseDetail,
  },
  ({ app, call, principal, params, body }) =>
    publishRelease(app.normalization, { principal, request_id: call.requestId }, params.release ?? '', body),
)
