import { summarizeJudgements } from '@/lib/normalization/judgements/judge-hit'
import { JudgementSummary } from '@/lib/normalization/judgements/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/judgements/summary',
    summary: 'False-hit bounds by intent, and whether the workspace may leave shadow mode',
    access: { by: 'session', permission: 'view' },
    response: JudgementSummary,
  },
  ({ app, call, principal }) =>
    summarizeJudgements(app.normalization, { principal, request_id: call.requestId }),
)
