import { readMe } from '@/lib/auth/read-me'
import { Me } from '@/lib/auth/schema'
import { route } from '@/lib/server/http/route'
import { replyWithSession } from '@/lib/server/identity/session-reply'
import { SwitchWorkspace } from '@/lib/workspaces/schema'
import { switchWorkspace } from '@/lib/workspaces/switch-workspace'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/me/workspace',
    summary: 'Move the session into another of the person’s workspaces',
    access: { by: 'session', permission: 'view' },
    body: SwitchWorkspace,
    response: Me,
  },
  async ({ app, principal, body }) => {
    const moved = await switchWorkspace(app.auth, principal, body.workspace_id)
    return replyWithSession(app, moved.session, await readMe(app.auth, moved.principal))
  },
)
