import { readMe } from '@/lib/auth/read-me'
import { Me, TotpCode } from '@/lib/auth/schema'
import { proveSecondFactor } from '@/lib/auth/second-factor'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { replyWithSession } from '@/lib/server/identity/session-reply'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/mfa/verify',
    summary: 'Complete the sign-in with a code or a recovery code',
    access: { by: 'password', why: 'this is where the second factor is proven' },
    body: TotpCode,
    response: Me,
  },
  async ({ app, call, principal, body }) => {
    const session = await proveSecondFactor(app.auth, principal, body.code, requestOrigin(call))
    const now = app.clock.now()
    const proven = { ...principal, mfa_at: principal.mfa_at ?? now, step_up_at: now }
    return replyWithSession(app, session, await readMe(app.auth, proven))
  },
)
