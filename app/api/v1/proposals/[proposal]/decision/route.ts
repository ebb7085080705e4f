import { learnFromRejection } from '@/lib/normalization/intents/learn-from-rejection'
import { decideProposal } from '@/lib/proposals/deciding/decide-proposal'
import { DecideProposal, DecisionResult } from '@/lib/proposals/schema'
import { json } from '@/lib/server/http/call'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/v1/proposals/{proposal}/decision',
    summary: 'Approve or reject; 202 when another person must agree',
    access: { by: 'key_or_session', scope: 'review', permission: 'proposal.decide' },
    body: DecideProposal,
    response: DecisionResult,
    bodyLimit: 128 * 1024,
  },
  async ({ app, call, principal, params, body }) => {
    const caller = { principal, request_id: call.requestId }
    const { done, ...result } = await decideProposal(app.review.review, caller, params.proposal ?? '', body)
    // Only what can no longer be taken back is worth hurrying for.
    if (result.entry && !result.undo_until) app.publishing.nudge()
    app.metrics.decisions.inc({ verdict: done ? body.decision : 'recorded' })
    const reply = json(result, done ? 200 : 202)
    const why = body.decision === 'reject' && done ? body.reason_code : undefined
    if (why === 'wrong_intent' || why === 'not_generic') {
      const { key, samples } = result.proposal
      const texts = samples.map((sample) => sample.text)
      reply.after = async () =>
        void (await learnFromRejection(app.normalization, caller, { key, texts, why }))
    }
    return reply
  },
)
