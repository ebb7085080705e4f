import { PasswordResetPreview, ResetToken } from '@/lib/auth/schema'
import { previewPasswordReset } from '@/lib/auth/use-password-reset'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/password-reset/preview',
    summary: 'Whose password a one-use link resets',
    access: { by: 'public', why: 'the token is the proof; the person cannot sign in' },
    body: ResetToken,
    response: PasswordResetPreview,
  },
  ({ app, body }) => previewPasswordReset(app.auth, body.token),
)
