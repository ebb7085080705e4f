import { renewRecoveryCodes } from '@/lib/auth/enrol-totp'
import { RecoveryCodes } from '@/lib/auth/schema'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/mfa/recovery-codes',
    summary: 'Replace the recovery codes',
    access: { by: 'session', permission: 'view', stepUp: true },
    response: RecoveryCodes,
  },
  async ({ app, call, principal }) => ({
    recovery_codes: await renewRecoveryCodes(app.auth, principal, requestOrigin(call)),
  }),
)
