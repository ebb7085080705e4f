import { ClaimToken, releaseClaim } from '@/lib/proposals/desk/claim-proposal'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/proposals/{proposal}/release',
    summary: 'Give a claim back',
    access: { by: 'session', permission: 'proposal.decide' },
    body: ClaimToken,
  },
  ({ app, principal, params, body }) =>
    releaseClaim(app.review.review, principal, params.proposal ?? '', body.claim_token),
)
