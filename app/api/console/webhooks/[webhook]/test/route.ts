import { testWebhook } from '@/lib/proposals/webhooks/manage-webhooks'
import { WebhookTest } from '@/lib/proposals/webhooks/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/webhooks/{webhook}/test',
    summary: 'Send a made-up event to a webhook',
    access: { by: 'session', permission: 'policy.manage' },
    response: WebhookTest,
  },
  ({ app, call, principal, params }) =>
    testWebhook(app.webhooks, { principal, request_id: call.requestId }, params.webhook ?? ''),
)
