import { readIntent } from '@/lib/normalization/intents/read-intent'
import { IntentInsight } from '@/lib/normalization/intents/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/intents/{intent}/insight',
    summary: 'Neighbours of an intent, and recent questions the live release accepts or refuses for it',
    access: { by: 'session', permission: 'view' },
    response: IntentInsight,
  },
  ({ app, call, principal, params }) =>
    readIntent(app.normalization, { principal, request_id: call.requestId }, params.intent ?? ''),
)
