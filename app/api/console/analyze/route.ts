import { analyzeTraffic, listAnalyses } from '@/lib/normalization/opportunity/analyze-traffic'
import { AnalysisDetail, AnalysisList, maxLogBytes, UploadLog } from '@/lib/normalization/opportunity/schema'
import { json } from '@/lib/server/http/call'
import { readText } from '@/lib/server/http/read-text'
import { route } from '@/lib/server/http/route'

const path = '/api/console/analyze'
const access = { by: 'session', permission: 'intent.edit' } as const

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'Opportunity reports of the workspace, newest first',
    access,
    response: AnalysisList,
  },
  ({ app, call, principal }) => listAnalyses(app.opportunity, { principal, request_id: call.requestId }),
)

export const POST = route(
  {
    method: 'POST',
    path,
    summary: 'Read a log of questions (JSONL, CSV or one a line); its progress is read from the analysis',
    access,
    query: UploadLog,
    response: AnalysisDetail,
  },
  async ({ app, call, principal, query }) => {
    const text = await readText(call, ['text/csv', 'text/plain', 'application/x-ndjson'], maxLogBytes)
    const caller = { principal, request_id: call.requestId }
    const { analysis } = await analyzeTraffic(app.opportunity, caller, { ...query, text })
    return json(analysis, 202)
  },
)
