import { createFromTemplates } from '@/lib/normalization/templates/create-from-templates'
import { CreatedFromTemplates, CreateFromTemplates } from '@/lib/normalization/templates/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/intents/templates',
    summary: 'Make intents from ready templates; each is made or refused by itself',
    access: { by: 'session', permission: 'intent.edit' },
    body: CreateFromTemplates,
    response: CreatedFromTemplates,
  },
  ({ app, call, principal, body }) =>
    createFromTemplates(app.normalization, { principal, request_id: call.requestId }, body),
)
