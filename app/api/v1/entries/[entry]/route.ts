import { getEntry } from '@/lib/entries/get-entry'
import { EntryDetail } from '@/lib/entries/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/v1/entries/{entry}',
    summary: 'One entry with all its versions, newest first',
    access: { by: 'key_or_session', scope: 'review', permission: 'view' },
    response: EntryDetail,
  },
  ({ app, principal, params }) => getEntry(app.review.entries, principal, params.entry ?? ''),
)
