import { z } from 'zod'
import { createApiKey, listApiKeys } from '@/lib/auth/manage-api-keys'
import { ApiKeyView, CreateApiKey, NewApiKey } from '@/lib/auth/schema'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/keys',
    summary: 'API keys of the workspace',
    access: { by: 'session', permission: 'key.manage', stepUp: false },
    response: z.object({ items: z.array(ApiKeyView), next_cursor: z.null() }),
  },
  async ({ app, principal }) => ({ items: await listApiKeys(app.auth, principal), next_cursor: null }),
)

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/keys',
    summary: 'Create an API key; the reply is the only place it is ever shown',
    access: { by: 'session', permission: 'key.manage' },
    body: CreateApiKey,
    response: NewApiKey,
  },
  ({ app, call, principal, body }) => createApiKey(app.auth, principal, body, requestOrigin(call)),
)
