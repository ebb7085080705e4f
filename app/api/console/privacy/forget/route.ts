import { route } from '@/lib/server/http/route'
import { forgetPerson } from '@/lib/workspaces/forget-person'
import { ErasureReceipt, ForgetPerson } from '@/lib/workspaces/privacy-schema'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/privacy/forget',
    summary: 'Delete what is known of a person; the reply is the receipt',
    access: { by: 'session', permission: 'privacy.erase' },
    body: ForgetPerson,
    response: ErasureReceipt,
  },
  ({ app, call, principal, body }) =>
    forgetPerson(app.privacy, { principal, request_id: call.requestId }, body),
)
