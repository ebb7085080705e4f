import { z } from 'zod'
import { listPasskeys, registerPasskey } from '@/lib/auth/register-passkey'
import { PasskeyView, RecoveryCodes } from '@/lib/auth/schema'
import { PasskeyCreated } from '@/lib/auth/passkey-schema'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { replyWithSession } from '@/lib/server/identity/session-reply'

const path = '/api/console/mfa/passkeys'

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'The person’s passkeys',
    access: { by: 'session', permission: 'view' },
    response: z.object({ items: z.array(PasskeyView), next_cursor: z.null() }),
  },
  async ({ app, principal }) => ({ items: await listPasskeys(app.auth, principal), next_cursor: null }),
)

export const POST = route(
  {
    method: 'POST',
    path,
    summary: 'Store the passkey the browser made; recovery codes come with a first factor',
    access: { by: 'password', why: 'a passkey may be the first factor enrolled' },
    body: PasskeyCreated,
    response: RecoveryCodes,
  },
  async ({ app, call, principal, body }) => {
    const done = await registerPasskey(app.auth, principal, body, requestOrigin(call))
    return replyWithSession(app, done.session, { recovery_codes: done.recovery_codes })
  },
)
