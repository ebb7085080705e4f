import { PasskeyAsk } from '@/lib/auth/passkey-schema'
import { passkeyOptions } from '@/lib/auth/use-passkey'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/mfa/passkeys/verify/options',
    summary:
      'A challenge for a passkey (WebAuthn request options), bound to one action when "bound" is given',
    access: { by: 'password', why: 'this is where the second factor is proven' },
    body: PasskeyAsk,
  },
  ({ app, principal, body }) => passkeyOptions(app.auth, principal, body.bound),
)
