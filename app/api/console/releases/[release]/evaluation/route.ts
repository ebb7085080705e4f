import { evaluateRelease } from '@/lib/normalization/releases/find-releases'
import { ReleaseEvaluation } from '@/lib/normalization/releases/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/releases/{release}/evaluation',
    summary: 'How well a release does: its own calibration, and what people judged while it was live',
    access: { by: 'session', permission: 'view' },
    response: ReleaseEvaluation,
  },
  ({ app, call, principal, params }) =>
    evaluateRelease(app.normalization, { principal, request_id: call.requestId }, params.release ?? ''),
)
