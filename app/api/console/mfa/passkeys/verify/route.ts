import { readMe } from '@/lib/auth/read-me'
import { PasskeyProof } from '@/lib/auth/passkey-schema'
import { Me } from '@/lib/auth/schema'
import { provePasskey } from '@/lib/auth/use-passkey'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { replyWithSession } from '@/lib/server/identity/session-reply'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/mfa/passkeys/verify',
    summary: 'Prove a passkey: completes the sign-in, or steps up, bound to one action when "bound" is given',
    access: { by: 'password', why: 'this is where the second factor is proven' },
    body: PasskeyProof,
    response: Me,
  },
  async ({ app, call, principal, body }) => {
    const session = await provePasskey(app.auth, principal, body, requestOrigin(call))
    const now = app.clock.now()
    const proven = { ...principal, mfa_at: principal.mfa_at ?? now, step_up_at: now }
    return replyWithSession(app, session, await readMe(app.auth, proven))
  },
)
