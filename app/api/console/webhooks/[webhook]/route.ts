import { deleteWebhook } from '@/lib/proposals/webhooks/manage-webhooks'
import { route } from '@/lib/server/http/route'

export const DELETE = route(
  {
    method: 'DELETE',
    path: '/api/console/webhooks/{webhook}',
    summary: 'Remove a webhook',
    access: { by: 'session', permission: 'policy.manage' },
  },
  ({ app, call, principal, params }) =>
    deleteWebhook(app.webhooks, { principal, request_id: call.requestId }, params.webhook ?? ''),
)
