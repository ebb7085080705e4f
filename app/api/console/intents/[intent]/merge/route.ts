import { mergeIntents } from '@/lib/normalization/intents/merge-intents'
import { MergeIntent, MergeOutcome } from '@/lib/normalization/intents/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/intents/{intent}/merge',
    summary: 'Merge an intent into another that means the same, and train the release that has them as one',
    access: { by: 'session', permission: 'release.manage' },
    body: MergeIntent,
    response: MergeOutcome,
  },
  ({ app, call, principal, params, body }) =>
    mergeIntents(app.normalization, { principal, request_id: call.requestId }, params.intent ?? '', body),
)
