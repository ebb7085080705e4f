import { deleteAnalysis, getAnalysis } from '@/lib/normalization/opportunity/analyze-traffic'
import { AnalysisDetail } from '@/lib/normalization/opportunity/schema'
import { route } from '@/lib/server/http/route'

const path = '/api/console/analyze/{analysis}'
const access = { by: 'session', permission: 'intent.edit' } as const

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'An opportunity report: candidate intents with redacted examples, coverage, expected savings',
    access,
    response: AnalysisDetail,
  },
  ({ app, call, principal, params }) =>
    getAnalysis(app.opportunity, { principal, request_id: call.requestId }, params.analysis ?? ''),
)

export const DELETE = route(
  { method: 'DELETE', path, summary: 'Remove an opportunity report; intents made from it stay', access },
  ({ app, call, principal, params }) =>
    deleteAnalysis(app.opportunity, { principal, request_id: call.requestId }, params.analysis ?? ''),
)
