import type { AuditActor } from '@/lib/audit/schema'
import type { Principal } from '@/lib/auth/schema'

export type NamedActor = AuditActor & { label: string }

/** A principal as decisions, versions and the audit log name it. */
export function actorOf(principal: Principal): NamedActor {
  if (principal.kind === 'api_key') {
    return { type: 'api_key', id: principal.key_id, label: principal.label }
  }
  return { type: 'user', id: principal.user_id, label: principal.label }
}

export const systemActor: NamedActor = { type: 'system', id: 'system', label: 'L0 Cache' }
