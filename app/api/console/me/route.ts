import { readMe } from '@/lib/auth/read-me'
import { Me } from '@/lib/auth/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/me',
    summary: 'The person signed in',
    access: { by: 'password', why: '/mfa shows who is signing in, and whether a factor is enrolled' },
    response: Me,
  },
  ({ app, principal }) => readMe(app.auth, principal),
)
