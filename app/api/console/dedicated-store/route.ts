import { route } from '@/lib/server/http/route'
import { requestOrigin } from '@/lib/server/identity/request-origin'
import {
  readDedicatedStore,
  removeDedicatedStore,
  setDedicatedStore,
} from '@/lib/workspaces/dedicated-store/manage-dedicated-store'
import { DedicatedStoreView, SetDedicatedStore } from '@/lib/workspaces/dedicated-store/schema'

const path = '/api/console/dedicated-store'

export const GET = route(
  {
    method: 'GET',
    path,
    summary: 'The workspace’s own Redis and whether it answers; never its address',
    access: { by: 'session', permission: 'policy.manage', stepUp: false },
    response: DedicatedStoreView,
  },
  ({ app, principal }) => readDedicatedStore(app.dedicatedStore, principal),
)

export const PUT = route(
  {
    method: 'PUT',
    path,
    summary: 'Move the workspace’s answers into a Redis of its own; it is tried before it is saved',
    access: { by: 'session', permission: 'policy.manage' },
    body: SetDedicatedStore,
    response: DedicatedStoreView,
  },
  ({ app, call, principal, body }) =>
    setDedicatedStore(app.dedicatedStore, principal, body, requestOrigin(call)),
)

export const DELETE = route(
  {
    method: 'DELETE',
    path,
    summary: 'Move the workspace’s answers back into the shared store',
    access: { by: 'session', permission: 'policy.manage' },
  },
  ({ app, call, principal }) => removeDedicatedStore(app.dedicatedStore, principal, requestOrigin(call)),
)
