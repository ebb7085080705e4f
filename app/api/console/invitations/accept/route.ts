import { z } from 'zod'
import { AcceptInvitation } from '@/lib/auth/schema'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { acceptInvitation } from '@/lib/workspaces/invite-member'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/invitations/accept',
    summary: 'Accept an invitation with its one-use token',
    access: { by: 'public', why: 'the token is the proof; the person has no session yet' },
    body: AcceptInvitation,
    response: z.object({ email: z.string() }),
  },
  ({ app, call, body }) => acceptInvitation(app.auth, body, requestOrigin(call)),
)
