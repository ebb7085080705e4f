import { rotateApiKey } from '@/lib/auth/manage-api-keys'
import { NewApiKey, RotateApiKey } from '@/lib/auth/schema'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/keys/{key}/rotate',
    summary: 'Create the successor of an API key; both live for the overlap',
    access: { by: 'session', permission: 'key.manage' },
    body: RotateApiKey,
    response: NewApiKey,
  },
  ({ app, call, principal, body, params }) => {
    const rotation = { id: params.key ?? '', overlapHours: body.overlap_hours }
    return rotateApiKey(app.auth, principal, rotation, requestOrigin(call))
  },
)
