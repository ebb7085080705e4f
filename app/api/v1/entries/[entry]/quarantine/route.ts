import { changeEntryState } from '@/lib/entries/change-entry-state'
import { ChangeEntryState, Entry } from '@/lib/entries/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/v1/entries/{entry}/quarantine',
    summary: 'Stop serving an entry until it is reviewed',
    access: { by: 'key_or_session', scope: 'review', permission: 'entry.quarantine' },
    body: ChangeEntryState,
    response: Entry,
  },
  async ({ app, call, principal, params, body }) => {
    const caller = { principal, request_id: call.requestId }
    const entry = await changeEntryState(
      app.review.entries,
      caller,
      params.entry ?? '',
      'quarantine',
      body.reason,
    )
    app.publishing.nudge()
    return entry
  },
)
