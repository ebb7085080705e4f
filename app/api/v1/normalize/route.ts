import { NormalizeRequest } from '@/lib/lookup/schema'
import { NormalizeResult } from '@/lib/normalization/schema'
import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const POST = route(
  {
    method: 'POST',
    path: '/api/v1/normalize',
    summary: 'What a query becomes, and why: entities, key, confidence and the trace of every step.',
    access: { by: 'key_or_session', scope: 'lookup', permission: 'view' },
    body: NormalizeRequest,
    response: NormalizeResult,
  },
  async ({ app, workspaceId, body }) => {
    const live = await app.lookup.live.get(workspaceId)
    return live.normalizer.normalize(body.query, { memo: live.memo })
  },
)
