import { AuditEvent } from '@/lib/audit/schema'
import { notFound } from '@/lib/kernel/errors'
import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const GET = route(
  {
    method: 'GET',
    path: '/api/v1/audit/{id}',
    summary: 'One sealed event.',
    access: { by: 'key_or_session', scope: ['review', 'audit'], permission: 'audit.view' },
    response: AuditEvent,
  },
  async ({ app, workspaceId, params }) => {
    const event = await app.audit.log.get(workspaceId, params.id ?? '')
    if (!event) throw notFound('The event')
    return event
  },
)
