import { z } from 'zod'
import { markNotificationsRead } from '@/lib/proposals/desk/read-notifications'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/notifications/read',
    summary: 'Mark notifications as read: these, or all',
    access: { by: 'session', permission: 'view' },
    body: z.strictObject({ ids: z.array(z.string().max(60)).max(200).optional() }),
    response: z.object({ read: z.number().int() }),
  },
  async ({ app, principal, body }) => ({
    read: await markNotificationsRead(app.review.review, principal, body.ids),
  }),
)
