import { prepareEvent } from '@/lib/audit/leaf'
import type { AuditTrail } from '@/lib/audit/trail'
import { SafetyPolicy } from '@/lib/safety/schema'
import { scrubEvent } from '@/lib/safety/scrub-event'
import type { Scoped } from './database'

/**
 * Writes audit events into the open transaction, unsealed: a deferred trigger numbers and chains
 * them at commit. If the event cannot be written, the change it records does not happen. What people
 * wrote loses its structured personal data here, whichever use case it comes from.
 */
export function auditTrail({ db, workspaceId }: Scoped, now: () => Date = () => new Date()): AuditTrail {
  return {
    async append(input) {
      const policy = async () => {
        const found = await db.workspace.findUnique({ where: { id: workspaceId }, select: { policy: true } })
        return SafetyPolicy.safeParse(found?.policy).data ?? null
      }
      const event = prepareEvent(workspaceId, await scrubEvent(input, policy), { now: now() })
      await db.auditEvent.create({
        data: {
          id: event.id,
          workspace_id: workspaceId,
          type: event.type,
          actor_type: event.actor.type,
          actor_id: event.actor.id,
          target_type: event.target.type,
          target_id: event.target.id,
          risk: event.risk,
          at: event.at,
          body: event.body,
          request_id: event.requestId,
        },
        select: { id: true },
      })
      if (event.personal.length > 0) {
        await db.auditPersonal.createMany({
          data: event.personal.map((item) => ({ ...item, event_id: event.id, workspace_id: workspaceId })),
        })
      }
      return { id: event.id, at: event.at.toISOString() }
    },
  }
}
