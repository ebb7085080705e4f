import { exportLog } from '@/lib/audit/export-log'
import type { NamedActor } from '@/lib/entries/actor'
import type { Audit } from '../compose/audit'
import type { Base } from '../base'

/**
 * The whole log as JSON lines. The export is itself an event, and the head is signed first, so that
 * nothing in it is unsigned.
 */
export async function exportAudit(
  { db, clock, audit }: Pick<Base, 'db' | 'clock'> & { audit: Audit },
  { workspaceId, actor, requestId }: { workspaceId: string; actor: NamedActor; requestId: string | null },
): Promise<AsyncIterable<string>> {
  await db.transaction((tx) =>
    audit.log.append(tx, workspaceId, {
      type: 'export.made',
      actor,
      target: { type: 'audit_log', id: workspaceId, label: null },
      request_id: requestId,
    }),
  )
  await audit.sign(workspaceId, { force: true })
  return exportLog({ log: audit.log, clock }, { workspaceId })
}
