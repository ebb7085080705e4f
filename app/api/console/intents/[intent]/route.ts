import { getIntent } from '@/lib/normalization/intents/find-intents'
import { deleteIntent, updateIntent } from '@/lib/normalization/intents/save-intent'
import { IntentDetail, UpdateIntent } from '@/lib/normalization/intents/schema'
import { route } from '@/lib/server/http/route'

const path = '/api/console/intents/{intent}'

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'One intent with its phrasings',
    access: { by: 'session', permission: 'view' },
    response: IntentDetail,
  },
  ({ app, call, principal, params }) =>
    getIntent(app.normalization, { principal, request_id: call.requestId }, params.intent ?? ''),
)

export const PATCH = route(
  {
    method: 'PATCH',
    path,
    summary: 'Change an intent: title, risk, slots, patterns, approved or rejected',
    access: { by: 'session', permission: 'intent.edit' },
    body: UpdateIntent,
    response: IntentDetail,
  },
  ({ app, call, principal, params, body }) =>
    updateIntent(app.normalization, { principal, request_id: call.requestId }, params.intent ?? '', body),
)

export const DELETE = route(
  {
    method: 'DELETE',
    path,
    summary: 'Take an intent away with its phrasings; its entries stay until the next release',
    access: { by: 'session', permission: 'intent.edit' },
  },
  ({ app, call, principal, params }) =>
    deleteIntent(app.normalization, { principal, request_id: call.requestId }, params.intent ?? ''),
)
