import { z } from 'zod'
import { testWebhook } from '@/lib/normalization/tiers/webhook-settings'
import { route } from '@/lib/server/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/normalizer-webhook/test',
    summary: 'Ask the workspace’s own normaliser once',
    access: { by: 'session', permission: 'policy.manage' },
    body: z.strictObject({ query: z.string().trim().min(1).max(500) }),
    response: z.object({ ok: z.boolean(), detail: z.string() }),
  },
  ({ app, call, principal, body }) =>
    testWebhook(app.normalization, { principal, request_id: call.requestId }, body.query),
)
