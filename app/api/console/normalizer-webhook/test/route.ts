import { NormalizerWebhookTest, TestNormalizerWebhook } from '@/lib/normalization/tiers/webhook-schema'
import { testWebhook } from '@/lib/normalization/tiers/webhook-settings'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/normalizer-webhook/test',
    summary: 'Ask the workspace’s own normaliser once',
    access: { by: 'session', permission: 'policy.manage' },
    body: TestNormalizerWebhook,
    response: NormalizerWebhookTest,
  },
  ({ app, call, principal, body }) =>
    testWebhook(app.normalization, { principal, request_id: call.requestId }, body.query),
)
