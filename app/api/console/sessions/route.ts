import { z } from 'zod'
import { endAllSessions, listSessions } from '@/lib/auth/end-session'
import { SessionView } from '@/lib/auth/schema'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/sessions',
    summary: "The person's live sessions",
    access: { by: 'session', permission: 'view' },
    response: z.object({ items: z.array(SessionView), next_cursor: z.null() }),
  },
  async ({ app, principal }) => ({ items: await listSessions(app.auth, principal), next_cursor: null }),
)

export const DELETE = route(
  {
    method: 'DELETE',
    path: '/api/console/sessions',
    summary: 'Sign out everywhere; "?keep_current=1" leaves the session that asks',
    access: { by: 'session', permission: 'view' },
    query: z.object({ keep_current: z.enum(['0', '1']).default('0') }),
    response: z.object({ ended: z.number().int() }),
  },
  async ({ app, call, principal, query }) => ({
    ended: await endAllSessions(app.auth, principal, query.keep_current === '1', requestOrigin(call)),
  }),
)
