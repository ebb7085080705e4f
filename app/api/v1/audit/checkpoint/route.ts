import { checkLog } from '@/lib/audit/check-log'
import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const GET = route(
  {
    method: 'GET',
    path: '/api/v1/audit/checkpoint',
    summary: 'The newest checkpoint, and whether the stored log still hashes to it.',
    access: { by: 'key_or_session', scope: ['review', 'audit'], permission: 'audit.view' },
  },
  ({ app, workspaceId }) => checkLog({ log: app.audit.log }, workspaceId),
)
