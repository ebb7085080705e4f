import { assistReview } from '@/lib/proposals/assistant/assist-review'
import { AssistantOpinion } from '@/lib/proposals/assistant/assistant-schema'
import { route } from '@/lib/server/http/route'

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
