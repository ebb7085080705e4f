import { QueueSummary } from '@/lib/proposals/quality/quality-schema'
import { queueSummary } from '@/lib/proposals/desk/queue-summary'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/proposals/summary',
    summary: 'Counts for the queue’s tabs and filters',
    access: { by: 'session', permission: 'view' },
    response: QueueSummary,
  },
  ({ app, principal }) => queueSummary(app.review.review, principal),
)
