import { route } from '@/lib/server/http/route'
import { Analytics, AnalyticsQuery } from '@/lib/usage/analytics-schema'
import { readAnalytics } from '@/lib/usage/read-analytics'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/analytics',
    summary: 'Usage, savings, review and wrong answers over a range, beside the period before',
    access: { by: 'session', permission: 'view' },
    query: AnalyticsQuery,
    response: Analytics,
  },
  ({ app, principal, query }) => readAnalytics(app.analytics, principal, query),
)
