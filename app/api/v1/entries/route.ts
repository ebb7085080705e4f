import { z } from 'zod'
import { listEntries } from '@/lib/entries/get-entry'
import { Entry, EntryQuery } from '@/lib/entries/schema'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/v1/entries',
    summary: 'Entries, last changed first',
    access: { by: 'key_or_session', scope: 'review', permission: 'view' },
    query: EntryQuery,
    response: z.object({ items: z.array(Entry), next_cursor: z.string().nullable() }),
  },
  ({ app, principal, query }) => listEntries(app.review.entries, principal, query),
)
