import { createFromAnalysis } from '@/lib/normalization/opportunity/create-from-analysis'
import { CreatedFromAnalysis, CreateFromAnalysis } from '@/lib/normalization/opportunity/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/analyze/{analysis}/intents',
    summary: 'Make intents of chosen groups of an opportunity report; each is made or refused by itself',
    access: { by: 'session', permission: 'intent.edit' },
    body: CreateFromAnalysis,
    response: CreatedFromAnalysis,
  },
  ({ app, call, principal, params, body }) =>
    createFromAnalysis(
      app.opportunity,
      { principal, request_id: call.requestId },
      params.analysis ?? '',
      body,
    ),
)
