import { removePhrasing } from '@/lib/normalization/intents/edit-phrasings'
import { route } from '@/lib/server/http/route'

export const DELETE = route(
  {
    method: 'DELETE',
    path: '/api/console/intents/{intent}/phrasings/{phrasing}',
    summary: 'Remove a phrasing; it is forgotten with the next release',
    access: { by: 'session', permission: 'intent.edit' },
  },
  ({ app, call, principal, params }) =>
    removePhrasing(
      app.normalization,
      { principal, request_id: call.requestId },
      { intent: params.intent ?? '', phrasing: params.phrasing ?? '' },
    ),
)
