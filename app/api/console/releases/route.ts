import { draftRelease } from '@/lib/normalization/releases/draft-release'
import { listReleases } from '@/lib/normalization/releases/find-releases'
import { DraftRelease, ReleasePage, ReleaseQuery, ReleaseView } from '@/lib/normalization/releases/schema'
import { json } from '@/lib/server/http/call'
import { route } from '@/lib/server/http/route'

export const GET = route(
  {
    method: 'GET',
    path: '/api/console/releases',
    summary: 'Normaliser releases, newest first',
    access: { by: 'session', permission: 'view' },
    query: ReleaseQuery,
    response: ReleasePage,
  },
  ({ app, call, principal, query }) =>
    listReleases(app.normalization, { principal, request_id: call.requestId }, query),
)

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/releases',
    summary: 'Start training a draft from the intents as they are; its progress is read from the release',
    access: { by: 'session', permission: 'intent.edit' },
    body: DraftRelease,
    response: ReleaseView,
  },
  async ({ app, call, principal, body }) => {
    const { release } = await draftRelease(app.normalization, { principal, request_id: call.requestId }, body)
    return json(release, 202)
  },
)
