import { passkeyRegistrationOptions } from '@/lib/auth/register-passkey'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/mfa/passkeys/options',
    summary: 'What the browser needs to make a passkey (WebAuthn creation options)',
    access: { by: 'password', why: 'a passkey may be the first factor enrolled' },
  },
  ({ app, principal }) => passkeyRegistrationOptions(app.auth, principal),
)
