import type { Principal } from '@/lib/auth/schema'
import type { AuditTrail } from './trail'

/** Who took a copy of the log, in the log. */
export async function recordExport(
  audit: AuditTrail,
  principal: Principal,
  requestId: string | null,
): Promise<void> {
  const actor =
    principal.kind === 'user'
      ? { type: 'user' as const, id: principal.user_id, label: principal.label }
      : { type: 'api_key' as const, id: principal.key_id, label: principal.label }
  await audit.append({
    type: 'export.made',
    actor,
    target: { type: 'audit_log', id: principal.workspace_id, label: null },
    request_id: requestId,
  })
}
