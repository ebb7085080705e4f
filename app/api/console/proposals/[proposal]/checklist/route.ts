import { getChecklist } from '@/lib/proposals/get-proposal'
import { Checklist } from '@/lib/proposals/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/proposals/{proposal}/checklist',
    summary: 'What is still needed, and why the caller may or may not decide',
    access: { by: 'session', permission: 'view' },
    response: Checklist,
  },
  ({ app, principal, params }) => getChecklist(app.review.review, principal, params.proposal ?? ''),
)
