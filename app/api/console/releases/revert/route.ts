import { revertRelease } from '@/lib/normalization/releases/publish-release'
import { ReleaseDetail, RevertRelease } from '@/lib/normalization/releases/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/releases/revert',
    summary: 'Go back to the release that was live before this one',
    access: { by: 'session', permission: 'release.manage' },
    body: RevertRelease,
    response: ReleaseDetail,
  },
  ({ app, call, principal, body }) =>
    revertRelease(app.normalization, { principal, request_id: call.requestId }, body),
)
