import { adoptAnswer } from '@/lib/proposals/library/adopt-answer'
import { Adoption } from '@/lib/proposals/library/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/library/{shared}/adopt',
    summary: 'Adopt a shared answer: a proposal that needs this workspace’s own approval',
    access: { by: 'session', permission: 'intent.edit' },
    response: Adoption,
  },
  ({ app, call, principal, params }) =>
    adoptAnswer(app.library, { principal, request_id: call.requestId }, params.shared ?? ''),
)
