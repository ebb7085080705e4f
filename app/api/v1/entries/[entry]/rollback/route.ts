import { rollbackEntry } from '@/lib/entries/rollback-entry'
import { Entry, RollbackEntry } from '@/lib/entries/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/v1/entries/{entry}/rollback',
    summary: 'Serve an older version again: it is copied as the newest',
    access: { by: 'key_or_session', scope: 'review', permission: 'entry.rollback' },
    body: RollbackEntry,
    response: Entry,
  },
  async ({ app, call, principal, params, body }) => {
    const caller = { principal, request_id: call.requestId }
    const entry = await rollbackEntry(app.review.entries, caller, params.entry ?? '', body)
    app.publishing.nudge()
    return entry
  },
)
