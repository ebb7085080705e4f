import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { notFound } from '@/lib/kernel/errors'
import type { WorkspaceParts } from './ports'
import type { Workspace } from './schema'

/** The workspace the person works in. */
export async function readWorkspace(
  parts: Pick<WorkspaceParts, 'clock' | 'store'>,
  principal: UserPrincipal,
): Promise<Workspace> {
  authorize(principal, { permission: 'view', now: parts.clock.now() })
  const workspace = await parts.store.get(principal.workspace_id)
  if (!workspace) throw notFound('This workspace')
  return workspace
}
