import { explainQuery } from '@/lib/normalization/workbench/explain-query'
import { WorkbenchQuery, WorkbenchResult } from '@/lib/normalization/workbench/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/workbench',
    summary: 'What a query becomes under a release, and what would be served; nothing is recorded',
    access: { by: 'session', permission: 'view' },
    body: WorkbenchQuery,
    response: WorkbenchResult,
  },
  ({ app, call, principal, body }) =>
    explainQuery(app.normalization, { principal, request_id: call.requestId }, body),
)
