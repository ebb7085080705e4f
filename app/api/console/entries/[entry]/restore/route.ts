import { changeEntryState } from '@/lib/entries/change-entry-state'
import { ChangeEntryState, Entry } from '@/lib/entries/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/entries/{entry}/restore',
    summary: 'Serve a quarantined or disabled entry again',
    access: { by: 'session', permission: 'entry.rollback' },
    body: ChangeEntryState,
    response: Entry,
  },
  async ({ app, call, principal, params, body }) => {
    const caller = { principal, request_id: call.requestId }
    const entry = await changeEntryState(
      app.review.entries,
      caller,
      params.entry ?? '',
      'restore',
      body.reason,
    )
    app.publishing.nudge()
    return entry
  },
)
