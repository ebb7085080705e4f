import { changeEntryState } from '@/lib/entries/change-entry-state'
import { ChangeEntryState, Entry } from '@/lib/entries/schema'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/entries/{entry}/disable',
    summary: 'Emergency stop: nothing but a restore ends it',
    access: { by: 'session', permission: 'entry.disable' },
    body: ChangeEntryState,
    response: Entry,
  },
  async ({ app, call, principal, params, body }) => {
    const caller = { principal, request_id: call.requestId }
    const entry = await changeEntryState(
      app.review.entries,
      caller,
      params.entry ?? '',
      'disable',
      body.reason,
    )
    app.publishing.nudge()
    return entry
  },
)
