import { decideMemo, listMemos } from '@/lib/normalization/tiers/review-memos'
import { DecideMemo, Memo, MemoPage, MemoQuery } from '@/lib/normalization/tiers/schema'
import { json } from '@/lib/server/http/call'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/memo',
    summary: 'Remembered decisions: what a masked text means, and who said so',
    access: { by: 'session', permission: 'view' },
    query: MemoQuery,
    response: MemoPage,
  },
  ({ app, call, principal, query }) =>
    listMemos(app.normalization, { principal, request_id: call.requestId }, query),
)

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/memo',
    summary: 'Decide what a masked text means; a tier’s decision gives way',
    access: { by: 'session', permission: 'intent.edit' },
    body: DecideMemo,
    response: Memo,
  },
  async ({ app, call, principal, body }) =>
    json(await decideMemo(app.normalization, { principal, request_id: call.requestId }, body), 201),
)
