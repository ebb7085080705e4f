import { LookupRequest, LookupResponse } from '@/lib/lookup/schema'
import { answerLookUp } from '@/lib/server/look-up'
import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const POST = route(
  {
    method: 'POST',
    path: '/api/v1/lookup',
    summary: 'The approved answer to a query, or a miss with its reason. Never calls a model.',
    access: { by: 'key', scope: 'lookup' },
    body: LookupRequest,
    repeats: true,
    response: LookupResponse,
  },
  // A warm hit is a reply without a promise.
  ({ app, workspaceId, body }) => answerLookUp(app, workspaceId, body),
)
