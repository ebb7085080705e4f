import { listIntents } from '@/lib/normalization/intents/find-intents'
import { createIntent } from '@/lib/normalization/intents/save-intent'
import { CreateIntent, IntentDetail, IntentPage, IntentQuery } from '@/lib/normalization/intents/schema'
import { json } from '@/lib/server/http/call'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/intents',
    summary: 'Intents of the workspace, by key',
    access: { by: 'session', permission: 'view' },
    query: IntentQuery,
    response: IntentPage,
  },
  ({ app, call, principal, query }) =>
    listIntents(app.normalization, { principal, request_id: call.requestId }, query),
)

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/intents',
    summary: 'Add an intent with its first phrasings; it counts from the next release on',
    access: { by: 'session', permission: 'intent.edit' },
    body: CreateIntent,
    response: IntentDetail,
    bodyLimit: 1024 * 1024,
  },
  async ({ app, call, principal, body }) =>
    json(await createIntent(app.normalization, { principal, request_id: call.requestId }, body), 201),
)
