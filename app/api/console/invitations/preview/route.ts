import { z } from 'zod'
import { InvitationPreview } from '@/lib/auth/schema'
import { route } from '@/lib/server/http/route'
import { previewInvitation } from '@/lib/workspaces/invite-member'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/invitations/preview',
    summary: 'What an invitation’s one-use token is for',
    access: { by: 'public', why: 'the token is the proof; the person has no session yet' },
    body: z.strictObject({ token: z.string().min(20).max(200) }),
    response: InvitationPreview,
  },
  ({ app, body }) => previewInvitation(app.auth, body.token),
)
