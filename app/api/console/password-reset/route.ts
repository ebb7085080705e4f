import { z } from 'zod'
import { UsePasswordReset } from '@/lib/auth/schema'
import { usePasswordReset } from '@/lib/auth/use-password-reset'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/password-reset',
    summary: 'Set a new password with a one-use link; ends every session',
    access: { by: 'public', why: 'the token is the proof; the person cannot sign in' },
    body: UsePasswordReset,
    response: z.object({ email: z.string() }),
  },
  ({ app, call, body }) => usePasswordReset(app.auth, body, requestOrigin(call)),
)
