import { proveEvent } from '@/lib/audit/prove-event'
import { InclusionProof } from '@/lib/audit/schema'
import { L0Error } from '@/lib/kernel/errors'
import { route } from '@/lib/server/http/route'

export const dynamic = 'force-dynamic'

export const GET = route(
  {
    method: 'GET',
    path: '/api/v1/audit/{id}/proof',
    summary: 'Proof that the event is in the log as signed (RFC 9162), checked before it is returned.',
    access: { by: 'key_or_session', scope: ['review', 'audit'], permission: 'audit.view' },
    response: InclusionProof,
  },
  async ({ app, workspaceId, params }) => {
    const eventId = params.id ?? ''
    const proof = await proveEvent({ log: app.audit.log }, { workspaceId, eventId })
    if (proof) return proof
    throw new L0Error(
      'conflict',
      'No checkpoint covers this event yet; the next one is at most 30 seconds away.',
    )
  },
)
