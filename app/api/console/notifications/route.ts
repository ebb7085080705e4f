import { z } from 'zod'
import { Notification } from '@/lib/proposals/desk/desk-schema'
import { listNotifications } from '@/lib/proposals/desk/read-notifications'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/notifications',
    summary: 'One’s own notifications, newest first',
    access: { by: 'session', permission: 'view' },
    response: z.object({ items: z.array(Notification) }),
  },
  async ({ app, principal }) => ({ items: await listNotifications(app.review.review, principal) }),
)
