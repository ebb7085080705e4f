import { ImportEntries, ImportOutcome } from '@/lib/proposals/desk/desk-schema'
import { importEntries } from '@/lib/proposals/intake/import-entries'
import { route } from '@/lib/server/http/route'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/entries/import',
    summary: 'Read answers from JSONL or CSV: each row becomes a proposal',
    access: { by: 'session', permission: 'proposal.edit' },
    body: ImportEntries,
    response: ImportOutcome,
    bodyLimit: 6 * 1024 * 1024,
  },
  ({ app, call, principal, body }) =>
    importEntries(app.review.review, { principal, request_id: call.requestId }, body),
)
