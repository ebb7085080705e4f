import { authorize } from '@/lib/auth/authorize'
import { notFound } from '@/lib/kernel/errors'
import { actorOf } from './actor'
import type { EntryCaller, EntryDeps } from './change-entry'
import type { Entry } from './schema'

export type Freshness = { owner: string | null; source_url: string | null; review_by: string | null }

/** Who keeps the answer true, where it comes from, and when it must be looked at again. */
export async function setFreshness(
  deps: EntryDeps,
  { principal, request_id }: EntryCaller,
  id: string,
  value: Freshness,
): Promise<Entry> {
  authorize(principal, { permission: 'proposal.edit', scope: 'review', now: deps.clock.now() })
  return deps.unit.transact(principal.workspace_id, async (tx) => {
    const entry = await tx.entries.lockById(id)
    if (!entry) throw notFound('This entry')
    await tx.entries.setFreshness(id, value)
    const { owner, source_url, review_by } = entry
    await tx.audit.append({
      type: 'entry.freshness_set',
      actor: actorOf(principal),
      target: { type: 'entry', id, label: entry.key },
      // An owner may be a person's name: only that it changed is kept for good.
      before: { source_url, review_by },
      after: {
        source_url: value.source_url,
        review_by: value.review_by,
        owner_changed: owner !== value.owner,
      },
      request_id,
    })
    return { ...entry, ...value }
  })
}
