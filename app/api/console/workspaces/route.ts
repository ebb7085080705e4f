import { requireJudged } from '@/lib/normalization/judgements/require-judged'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import { route } from '@/lib/server/http/route'
import { createWorkspace } from '@/lib/workspaces/create-workspace'
import { readWorkspace } from '@/lib/workspaces/read-workspace'
import { CreateWorkspace, UpdateWorkspace, Workspace } from '@/lib/workspaces/schema'
import { updateWorkspace } from '@/lib/workspaces/update-workspace'

const path = '/api/console/workspaces'
const access = { by: 'session', permission: 'policy.manage' } as const

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'The current workspace',
    access: { by: 'session', permission: 'view' },
    response: Workspace,
  },
  ({ app, principal }) => readWorkspace(app.workspaces, principal),
)

export const POST = route(
  {
    method: 'POST',
    path,
    summary: 'Open another workspace, as its first admin',
    access,
    body: CreateWorkspace,
    response: Workspace,
  },
  ({ app, call, principal, body }) => createWorkspace(app.workspaces, principal, body, requestOrigin(call)),
)

export const PATCH = route(
  {
    method: 'PATCH',
    path,
    summary: 'Rename the current workspace, or switch it between live and shadow',
    access,
    body: UpdateWorkspace,
    response: Workspace,
  },
  async ({ app, call, principal, body }) => {
    if (body.mode === 'live')
      await requireJudged(app.normalization, { principal, request_id: call.requestId })
    return updateWorkspace(app.workspaces, principal, body, requestOrigin(call))
  },
)
