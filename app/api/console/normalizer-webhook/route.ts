import {
  NormalizerWebhookState,
  SavedWebhook,
  SetNormalizerWebhook,
} from '@/lib/normalization/tiers/webhook-schema'
import { getWebhook, removeWebhook, setWebhook } from '@/lib/normalization/tiers/webhook-settings'
import { route } from '@/lib/server/http/route'

const path = '/api/console/normalizer-webhook'

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'The workspace’s own normaliser, or null',
    access: { by: 'session', permission: 'policy.manage', stepUp: false },
    response: NormalizerWebhookState,
  },
  async ({ app, call, principal }) => ({
    webhook: await getWebhook(app.normalization, { principal, request_id: call.requestId }),
  }),
)

export const PUT = route(
  {
    method: 'PUT',
    path,
    summary: 'Set the workspace’s own normaliser; a new signing secret is shown once',
    access: { by: 'session', permission: 'policy.manage' },
    body: SetNormalizerWebhook,
    response: SavedWebhook,
  },
  ({ app, call, principal, body }) =>
    setWebhook(app.normalization, { principal, request_id: call.requestId }, body),
)

export const DELETE = route(
  {
    method: 'DELETE',
    path,
    summary: 'Remove the workspace’s own normaliser',
    access: { by: 'session', permission: 'policy.manage' },
  },
  ({ app, call, principal }) => removeWebhook(app.normalization, { principal, request_id: call.requestId }),
)
