import { addPhrasings } from '@/lib/normalization/intents/edit-phrasings'
import { AddedPhrasings, AddPhrasings } from '@/lib/normalization/intents/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/intents/{intent}/phrasings',
    summary: 'Add phrasings; one that collides with another intent is refused by name',
    access: { by: 'session', permission: 'intent.edit' },
    body: AddPhrasings,
    response: AddedPhrasings,
    bodyLimit: 512 * 1024,
  },
  ({ app, call, principal, params, body }) =>
    addPhrasings(app.normalization, { principal, request_id: call.requestId }, params.intent ?? '', body),
)
