import { enrolTotp } from '@/lib/auth/enrol-totp'
import { TotpEnrolment } from '@/lib/auth/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/mfa/enrol',
    summary: 'Make a secret for an authenticator app',
    access: { by: 'password', why: 'the first factor is enrolled before one can be proven' },
    response: TotpEnrolment,
  },
  ({ app, principal }) => enrolTotp(app.auth, principal),
)
