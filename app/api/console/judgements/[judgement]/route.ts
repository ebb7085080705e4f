import { judgeHit } from '@/lib/normalization/judgements/judge-hit'
import { JudgeHit, JudgeResult } from '@/lib/normalization/judgements/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/judgements/{judgement}',
    summary: 'Say whether a served answer was right; a breach of the budget takes the entry out of service',
    access: { by: 'session', permission: 'proposal.decide' },
    body: JudgeHit,
    response: JudgeResult,
  },
  ({ app, call, principal, params, body }) =>
    judgeHit(app.normalization, { principal, request_id: call.requestId }, params.judgement ?? '', body),
)
