import { confirmTotp } from '@/lib/auth/enrol-totp'
import { RecoveryCodes, TotpCode } from '@/lib/auth/schema'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { replyWithSession } from '@/lib/server/identity/session-reply'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/mfa/confirm',
    summary: 'Confirm an authenticator app by its first code',
    access: { by: 'password', why: 'the first factor is enrolled before one can be proven' },
    body: TotpCode,
    response: RecoveryCodes,
  },
  async ({ app, call, principal, body }) => {
    const { session, recovery_codes } = await confirmTotp(app.auth, principal, body.code, requestOrigin(call))
    return replyWithSession(app, session, { recovery_codes })
  },
)
