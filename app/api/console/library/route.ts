import { listLibrary, publishAnswer } from '@/lib/proposals/library/publish-answer'
import { LibraryPage, LibraryQuery, PublishAnswer, SharedAnswer } from '@/lib/proposals/library/schema'
import { route } from '@/lib/server/http/route'

const path = '/api/console/library'

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'Generic answers that workspaces of this deployment share',
    access: { by: 'session', permission: 'view' },
    query: LibraryQuery,
    response: LibraryPage,
  },
  ({ app, principal, query }) => listLibrary(app.library, principal, query),
)

export const POST = route(
  {
    method: 'POST',
    path,
    summary: 'Share an approved, generic answer with the other workspaces',
    access: { by: 'session', permission: 'policy.manage' },
    body: PublishAnswer,
    response: SharedAnswer,
  },
  ({ app, call, principal, body }) =>
    publishAnswer(app.library, { principal, request_id: call.requestId }, body),
)
