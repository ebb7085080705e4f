import { deleteView } from '@/lib/proposals/desk/keep-views'
import { route } from '@/lib/server/http/route'

export const DELETE = route(
  {
    method: 'DELETE',
    path: '/api/console/views/{view}',
    summary: 'Forget a saved filter',
    access: { by: 'session', permission: 'view' },
  },
  ({ app, principal, params }) => deleteView(app.review.review, principal, params.view ?? ''),
)
