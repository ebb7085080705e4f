import { getRelease } from '@/lib/normalization/releases/find-releases'
import { ReleaseDetail } from '@/lib/normalization/releases/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/releases/{release}',
    summary: 'A release: progress while it trains, then its calibration and preview',
    access: { by: 'session', permission: 'view' },
    response: ReleaseDetail,
  },
  ({ app, call, principal, params }) =>
    getRelease(app.normalization, { principal, request_id: call.requestId }, params.release ?? ''),
)
