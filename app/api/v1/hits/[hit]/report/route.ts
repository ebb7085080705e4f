import { z } from 'zod'
import { reportHit } from '@/lib/proposals/intake/report-hit'
import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const POST = route(
  {
    method: 'POST',
    path: '/api/v1/hits/{hit}/report',
    summary: 'Wrong answer: counts against the version, quarantines by policy, opens a review.',
    access: { by: 'key_or_session', scope: 'lookup', permission: 'view' },
    body: z.strictObject({ reason: z.string().trim().max(1_000).default('') }),
  },
  async ({ app, call, principal, params, body }) => {
    const caller = { principal, request_id: call.requestId }
    const report = await reportHit(app.reporting, caller, params.hit ?? '', body.reason)
    app.publishing.nudge()
    return report
  },
)
