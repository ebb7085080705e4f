import { TryPhrasing, TryPhrasingResult } from '@/lib/normalization/workbench/schema'
import { tryPhrasing } from '@/lib/normalization/workbench/try-phrasing'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/workbench/try-phrasing',
    summary: 'What one more phrasing would change, before anything is stored or released',
    access: { by: 'session', permission: 'intent.edit' },
    body: TryPhrasing,
    response: TryPhrasingResult,
  },
  ({ app, call, principal, body }) =>
    tryPhrasing(app.normalization, { principal, request_id: call.requestId }, body),
)
