import { listJudgements } from '@/lib/normalization/judgements/judge-hit'
import { JudgementPage, JudgementQuery } from '@/lib/normalization/judgements/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/judgements',
    summary: 'Sampled hits that wait for judgement, or were judged',
    access: { by: 'session', permission: 'view' },
    query: JudgementQuery,
    response: JudgementPage,
  },
  ({ app, call, principal, query }) =>
    listJudgements(app.normalization, { principal, request_id: call.requestId }, query),
)
