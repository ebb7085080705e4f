import { Me, TotpCode } from '@/lib/auth/schema'
import { readMe } from '@/lib/auth/read-me'
import { stepUp } from '@/lib/auth/second-factor'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { replyWithSession } from '@/lib/server/identity/session-reply'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/mfa/step-up',
    summary: 'Prove the second factor again, for what asks for a fresh proof',
    access: { by: 'session', permission: 'view' },
    body: TotpCode,
    response: Me,
  },
  async ({ app, call, principal, body }) => {
    const session = await stepUp(app.auth, principal, body.code, requestOrigin(call))
    const proven = { ...principal, step_up_at: app.clock.now() }
    return replyWithSession(app, session, await readMe(app.auth, proven))
  },
)
