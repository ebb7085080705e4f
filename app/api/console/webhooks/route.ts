import { z } from 'zod'
import { createWebhook, listWebhooks } from '@/lib/proposals/webhooks/manage-webhooks'
import { CreateWebhook, NewWebhook, Webhook } from '@/lib/proposals/webhooks/schema'
import { route } from '@/lib/server/http/route'

const path = '/api/console/webhooks'

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'Webhooks of the workspace, with the outcome of their last delivery',
    access: { by: 'session', permission: 'policy.manage', stepUp: false },
    response: z.object({ items: z.array(Webhook) }),
  },
  async ({ app, principal }) => ({ items: await listWebhooks(app.webhooks, principal) }),
)

export const POST = route(
  {
    method: 'POST',
    path,
    summary: 'Add a webhook; its signing secret is shown once',
    access: { by: 'session', permission: 'policy.manage' },
    body: CreateWebhook,
    response: NewWebhook,
  },
  ({ app, call, principal, body }) =>
    createWebhook(app.webhooks, { principal, request_id: call.requestId }, body),
)
