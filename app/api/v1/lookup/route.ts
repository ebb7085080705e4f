import { LookupRequest, LookupResponse } from '@/lib/lookup/schema'
import { json } from '@/lib/server/call'
import { lookUp } from '@/lib/server/look-up'
import { route } from '@/lib/server/route'

export const dynamic = 'force-dynamic'

export const POST = route(
  {
    method: 'POST',
    path: '/api/v1/lookup',
    summary: 'The approved answer to a query, or a miss with its reason. Never calls a model.',
    access: { by: 'key', scope: 'lookup' },
    body: LookupRequest,
    response: LookupResponse,
  },
  async ({ app, workspaceId, body }) => json(await lookUp(app, workspaceId, body)),
)
