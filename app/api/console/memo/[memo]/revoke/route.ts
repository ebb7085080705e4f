import { revokeMemo } from '@/lib/normalization/tiers/review-memos'
import { Memo, RevokeMemo } from '@/lib/normalization/tiers/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/memo/{memo}/revoke',
    summary: 'Take a remembered decision back; no tier decides that text again',
    access: { by: 'session', permission: 'intent.edit' },
    body: RevokeMemo,
    response: Memo,
  },
  ({ app, call, principal, params, body }) =>
    revokeMemo(app.normalization, { principal, request_id: call.requestId }, params.memo ?? '', body),
)
