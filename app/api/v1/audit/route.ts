import { AuditPage, AuditQuery } from '@/lib/audit/schema'
import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const GET = route(
  {
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'Sealed events, newest first.',
    access: { by: 'key_or_session', scope: ['review', 'audit'], permission: 'audit.view' },
    query: AuditQuery,
    response: AuditPage,
  },
  ({ app, workspaceId, query }) => app.audit.log.list(workspaceId, query),
)
