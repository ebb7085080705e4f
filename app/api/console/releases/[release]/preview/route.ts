import { previewRelease } from '@/lib/normalization/releases/preview-release'
import { ReleaseDetail } from '@/lib/normalization/releases/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/releases/{release}/preview',
    summary: 'Replay recent traffic over a trained release again, against what is live now',
    access: { by: 'session', permission: 'intent.edit' },
    response: ReleaseDetail,
  },
  ({ app, call, principal, params }) =>
    previewRelease(app.normalization, { principal, request_id: call.requestId }, params.release ?? ''),
)
