import { authorEntry } from '@/lib/proposals/intake/author-entry'
import { AuthorEntry } from '@/lib/proposals/desk/desk-schema'
import { ProposalDetail } from '@/lib/proposals/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/entries',
    summary: 'Write an answer by hand: it becomes a proposal',
    access: { by: 'session', permission: 'proposal.edit' },
    body: AuthorEntry,
    response: ProposalDetail,
    bodyLimit: 128 * 1024,
  },
  ({ app, call, principal, body }) =>
    authorEntry(app.review.review, { principal, request_id: call.requestId }, body),
)
