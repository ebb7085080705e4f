import { authorize } from '@/lib/auth/authorize'
import type { Principal } from '@/lib/auth/schema'
import { notFound } from '@/lib/kernel/errors'
import type { EntryDeps } from './change-entry'
import type { Page } from './ports'
import type { Entry, EntryDetail, EntryQuery } from './schema'

export async function getEntry(deps: EntryDeps, principal: Principal, id: string): Promise<EntryDetail> {
  authorize(principal, { permission: 'view', scope: 'review', now: deps.clock.now() })
  const entry = await deps.unit.entries(principal.workspace_id).get(id)
  if (!entry) throw notFound('This entry')
  return entry
}

export async function listEntries(
  deps: EntryDeps,
  principal: Principal,
  query: EntryQuery,
): Promise<Page<Entry>> {
  authorize(principal, { permission: 'view', scope: 'review', now: deps.clock.now() })
  return deps.unit.entries(principal.workspace_id).list(query)
}
