import { unmergeIntent } from '@/lib/normalization/intents/merge-intents'
import { IntentDetail, UnmergeIntent } from '@/lib/normalization/intents/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/intents/{intent}/unmerge',
    summary: 'Take the merge of an intent back; the next release knows both again',
    access: { by: 'session', permission: 'release.manage' },
    body: UnmergeIntent,
    response: IntentDetail,
  },
  ({ app, call, principal, params, body }) =>
    unmergeIntent(app.normalization, { principal, request_id: call.requestId }, params.intent ?? '', body),
)
