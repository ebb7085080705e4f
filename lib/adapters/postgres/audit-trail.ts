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
      const { personal } = event
      // One statement for both: every round trip of an open transaction is paid by whoever waits for it.
      await db.$executeRaw`
        WITH event AS (
          INSERT INTO audit_event
            (id, workspace_id, type, actor_type, actor_id, target_type, target_id, risk, at, body, request_id)
          VALUES (${event.id}, ${workspaceId}, ${event.type}, ${event.actor.type}, ${event.actor.id},
                  ${event.target.type}, ${event.target.id}, ${event.risk}, ${event.at}, ${event.body}, ${event.requestId})
        )
        INSERT INTO audit_personal (event_id, workspace_id, field, value, salt)
        SELECT ${event.id}, ${workspaceId}, field, value, salt
          FROM unnest(${personal.map((item) => item.field)}::text[], ${personal.map((item) => item.value)}::text[],
                      ${personal.map((item) => item.salt)}::text[]) AS given (field, value, salt)`
      return { id: event.id, at: event.at.toISOString() }
    },
  }
}
