import { z } from 'zod'
import { Invitation, InviteMember, NewInvitation } from '@/lib/auth/schema'
import { invitationLink } from '@/lib/server/identity/invitation-link'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { inviteMember, listInvitations } from '@/lib/workspaces/invite-member'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/invitations',
    summary: 'Invitations that can still be accepted',
    access: { by: 'session', permission: 'member.manage', stepUp: false },
    response: z.object({ items: z.array(Invitation), next_cursor: z.null() }),
  },
  async ({ app, principal }) => ({ items: await listInvitations(app.auth, principal), next_cursor: null }),
)

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/invitations',
    summary: 'Invite a person; the reply holds the one-use link',
    access: { by: 'session', permission: 'member.manage' },
    body: InviteMember,
    response: NewInvitation,
  },
  async ({ app, call, principal, body }) => {
    const { invitation, token } = await inviteMember(app.auth, principal, body, requestOrigin(call))
    return { ...invitation, link: invitationLink(app.auth.relyingParty.origin, token) }
  },
)
