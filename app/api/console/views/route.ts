import { z } from 'zod'
import { SavedView, SaveView } from '@/lib/proposals/desk/desk-schema'
import { listViews, saveView } from '@/lib/proposals/desk/keep-views'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/views',
    summary: 'One’s own saved filters of the queue',
    access: { by: 'session', permission: 'view' },
    response: z.object({ items: z.array(SavedView) }),
  },
  async ({ app, principal }) => ({ items: await listViews(app.review.review, principal) }),
)

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/views',
    summary: 'Save a filter; the same name replaces it',
    access: { by: 'session', permission: 'view' },
    body: SaveView,
    response: SavedView,
  },
  ({ app, principal, body }) => saveView(app.review.review, principal, body),
)
