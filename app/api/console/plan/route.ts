import { route } from '@/lib/server/http/route'
import { readPlanUsage } from '@/lib/usage/statement'
import { PlanUsage } from '@/lib/usage/statement-schema'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/plan',
    summary: 'The plan of the workspace, and how much of it is used',
    access: { by: 'session', permission: 'view' },
    response: PlanUsage,
  },
  ({ app, principal }) => readPlanUsage(app.analytics, principal),
)
