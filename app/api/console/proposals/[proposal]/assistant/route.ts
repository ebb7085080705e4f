import { assistReview } from '@/lib/proposals/assist-review'
import { AssistantOpinion } from '@/lib/proposals/assistant-schema'
import { route } from '@/lib/server/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/proposals/{proposal}/assistant',
    summary: 'Ask the assistant for its opinion; it never decides',
    access: { by: 'session', permission: 'proposal.decide' },
    response: AssistantOpinion,
  },
  ({ app, call, principal, params }) =>
    assistReview(app.assisting, { principal, request_id: call.requestId }, params.proposal ?? ''),
)
