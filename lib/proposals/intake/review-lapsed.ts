import { systemActor } from '@/lib/entries/actor'
import { openReview } from './open-review'
import type { ReviewDeps } from '../ports'

/**
 * Entries whose review-by date has passed come before people again, once a date. They stay live:
 * old is not wrong. Returns how many reviews were opened.
 */
export async function reviewLapsed(deps: ReviewDeps, workspaceId: string, limit = 100): Promise<number> {
  const now = deps.clock.now()
  return deps.unit.transact(workspaceId, async (tx) => {
    let opened = 0
    for (const entryId of await tx.quality.lapsedEntries(now, limit)) {
      const entry = await tx.entries.get(entryId)
      const review = entry && (await openReview(tx, deps.check, entry, 'freshness', now))
      if (!entry || !review?.created) continue
      opened++
      await tx.audit.append({
        type: 'proposal.created',
        actor: systemActor,
        target: { type: 'proposal', id: review.id, label: entry.key },
        after: { origin: 'freshness', entry: entryId, review_by: entry.review_by },
      })
    }
    return opened
  })
}
