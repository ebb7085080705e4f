import { Claim, ClaimToken, renewClaim } from '@/lib/proposals/desk/claim-proposal'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/proposals/{proposal}/heartbeat',
    summary: 'Keep a claim alive',
    access: { by: 'session', permission: 'proposal.decide' },
    body: ClaimToken,
    response: Claim,
  },
  ({ app, principal, params, body }) =>
    renewClaim(app.review.review, principal, params.proposal ?? '', body.claim_token),
)
