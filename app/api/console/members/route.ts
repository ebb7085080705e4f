import { z } from 'zod'
import { Member } from '@/lib/auth/schema'
import { route } from '@/lib/server/http/route'
import { listMembers } from '@/lib/workspaces/manage-members'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/members',
    summary: 'Members of the workspace',
    access: { by: 'session', permission: 'view' },
    response: z.object({ items: z.array(Member), next_cursor: z.null() }),
  },
  async ({ app, principal }) => ({ items: await listMembers(app.auth, principal), next_cursor: null }),
)
