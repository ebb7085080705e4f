import { authorize } from '@/lib/auth/authorize'
import type { RequestOrigin } from '@/lib/auth/ports'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/auth/second-factor'
import { trace } from '@/lib/auth/sign-in'
import type { WorkspaceParts } from './ports'
import type { Workspace, WorkspaceMode } from './schema'

/** Renames the workspace, or switches between serving (`live`) and only saying what it would (`shadow`). */
export async function updateWorkspace(
  parts: WorkspaceParts,
  principal: UserPrincipal,
  change: { name?: string; mode?: WorkspaceMode },
  origin: RequestOrigin,
): Promise<Workspace> {
  const now = parts.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  return parts.unit.transact(principal.workspace_id, async (tx) => {
    const current = await tx.workspace.lock()
    const { name = current.name, mode = current.mode } = change
    if (name === current.name && mode === current.mode) return current
    if (name !== current.name) await tx.workspace.rename(name)
    if (mode !== current.mode) await tx.workspace.setMode(mode, now)
    await tx.audit.append({
      type: 'workspace.updated',
      actor: actorOf(principal),
      target: { type: 'workspace', id: current.id, label: name },
      before: { name: current.name, mode: current.mode },
      after: { name, mode },
      risk: mode === current.mode ? 'low' : 'high',
      ...trace(origin),
    })
    await tx.announce({ what: mode === current.mode ? 'name' : 'mode', at: now })
    return { ...current, name, mode }
  })
}
