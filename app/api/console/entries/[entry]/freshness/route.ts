import { Entry, EntryFreshness } from '@/lib/entries/schema'
import { setFreshness } from '@/lib/entries/set-freshness'
import { route } from '@/lib/server/http/route'

export const PUT = route(
  {
    method: 'PUT',
    path: '/api/console/entries/{entry}/freshness',
    summary: 'Owner, source and review-by date of an entry',
    access: { by: 'session', permission: 'proposal.edit' },
    body: EntryFreshness,
    response: Entry,
  },
  ({ app, call, principal, params, body }) =>
    setFreshness(app.review.entries, { principal, request_id: call.requestId }, params.entry ?? '', body),
)
