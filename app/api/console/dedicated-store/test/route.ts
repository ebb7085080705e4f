import { route } from '@/lib/server/http/route'
import { testDedicatedStore } from '@/lib/workspaces/dedicated-store/manage-dedicated-store'
import { DedicatedStoreTest } from '@/lib/workspaces/dedicated-store/schema'

export const POST = route(
  {
    method: 'POST',
    path: '/api/console/dedicated-store/test',
    summary: 'Write, read and delete one key in the workspace’s own Redis',
    access: { by: 'session', permission: 'policy.manage' },
    response: DedicatedStoreTest,
  },
  ({ app, principal }) => testDedicatedStore(app.dedicatedStore, principal),
)
