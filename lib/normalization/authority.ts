import type { AuditActor } from '@/lib/audit/schema'
import { authorize } from '@/lib/auth/authorize'
import type { Permission } from '@/lib/auth/permissions'
import type { Principal } from '@/lib/auth/schema'

/** The product itself, acting in one workspace: seeding, scheduled work, safety nets. */
type SystemPrincipal = { kind: 'system'; workspace_id: string }

/** Who calls a use case, and under which request the audit log files it. */
export type Caller = { principal: Principal | SystemPrincipal; request_id: string | null }

export type ActorName = AuditActor & { label: string }

export function systemCaller(workspaceId: string): Caller {
  return { principal: { kind: 'system', workspace_id: workspaceId }, request_id: null }
}

/** Throws as `authorize` does; the system may do what the code lets it do. */
export function permit(caller: Caller, permission: Permission, now: Date, stepUp?: boolean): void {
  if (caller.principal.kind === 'system') return
  authorize(caller.principal, { permission, now, stepUp })
}

export function actorOf({ principal }: Caller): ActorName {
  switch (principal.kind) {
    case 'system':
      return { type: 'system', id: 'system', label: 'L0 Cache' }
    case 'api_key':
      return { type: 'api_key', id: principal.key_id, label: principal.label }
    case 'user':
      return { type: 'user', id: principal.user_id, label: principal.label }
  }
}
