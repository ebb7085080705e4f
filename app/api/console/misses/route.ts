import { listMisses } from '@/lib/normalization/misses/list-misses'
import { MissPage, MissQuery } from '@/lib/normalization/misses/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/misses',
    summary: 'Unanswered questions, most asked first',
    access: { by: 'session', permission: 'view' },
    query: MissQuery,
    response: MissPage,
  },
  ({ app, call, principal, query }) =>
    listMisses(app.normalization, { principal, request_id: call.requestId }, query),
)
