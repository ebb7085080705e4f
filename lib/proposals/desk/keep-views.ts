import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { notFound } from '@/lib/kernel/errors'
import type { SavedView, SaveView } from './desk-schema'
import type { ReviewDeps } from '../ports'

type Deps = Pick<ReviewDeps, 'unit' | 'clock'>

/** A person's own filters of the queue. They are nobody else's business, so the audit log has none of it. */
export async function listViews(deps: Deps, principal: UserPrincipal): Promise<SavedView[]> {
  return desk(deps, principal).views(principal.user_id)
}

/** Saves under a name; the same name again replaces it. */
export async function saveView(deps: Deps, principal: UserPrincipal, view: SaveView): Promise<SavedView> {
  return desk(deps, principal).saveView(principal.user_id, view)
}

export async function deleteView(deps: Deps, principal: UserPrincipal, id: string): Promise<void> {
  if (!(await desk(deps, principal).deleteView(principal.user_id, id))) throw notFound('This view')
}

function desk(deps: Deps, principal: UserPrincipal) {
  authorize(principal, { permission: 'view', now: deps.clock.now() })
  return deps.unit.read(principal.workspace_id).desk
}
