import { route } from '@/lib/server/http/route'
import { readStatement } from '@/lib/usage/statement'
import { Statement, StatementQuery } from '@/lib/usage/statement-schema'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/plan/statement',
    summary: 'What a month cost: hits at their metered price, models, adjustments',
    access: { by: 'session', permission: 'view' },
    query: StatementQuery,
    response: Statement,
  },
  ({ app, principal, query }) => readStatement(app.analytics, principal, query),
)
