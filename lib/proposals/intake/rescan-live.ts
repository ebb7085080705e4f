import { systemActor } from '@/lib/entries/actor'
import { giveWay } from '@/lib/kernel/give-way'
import type { LiveAnswers } from '@/lib/safety/ports'
import { rescan, type RescanFinding, type RescanInit, type RescanResult } from '@/lib/safety/rescan'
import { rulesetVersion } from '@/lib/safety/ruleset'
import { openReview } from './open-review'
import type { ReviewDeps } from '../ports'

export type RescanSource = LiveAnswers & {
  /** Whether something live was approved under other rules and not looked at since these came. */
  outdated(workspaceId: string, rulesetVersion: string): Promise<boolean>
}

export type RescanDeps = ReviewDeps & {
  answers: RescanSource
  recheck: NonNullable<RescanInit['check']>
  /** The process is about to end. What was opened stays; what was not is looked at by the next round. */
  signal?: AbortSignal
}

export type RescanOutcome = Omit<RescanResult, 'reviews'> & { objected: number; opened: number }

/**
 * Looks again at what is served when the safety rules have changed since it was approved. What today's
 * rules object to opens a review; it stays live until a person decides. Null when nothing is outdated.
 */
export async function rescanLive(deps: RescanDeps, workspaceId: string): Promise<RescanOutcome | null> {
  if (!(await deps.answers.outdated(workspaceId, rulesetVersion))) return null
  const { reviews, ...result } = await rescan({
    workspace: workspaceId,
    answers: deps.answers,
    check: deps.recheck,
    signal: deps.signal,
  })
  let opened = 0
  // New rules may object to thousands, and each is a transaction.
  const step = giveWay()
  for (const finding of reviews) {
    deps.signal?.throwIfAborted()
    if (await openOne(deps, workspaceId, finding)) opened++
    await step()
  }
  const outcome = { ...result, objected: reviews.length, opened }
  await deps.unit.transact(workspaceId, (tx) =>
    tx.audit.append({
      type: 'safety.rescan',
      actor: systemActor,
      target: { type: 'ruleset', id: rulesetVersion },
      after: outcome,
    }),
  )
  return outcome
}

async function openOne(
  deps: ReviewDeps,
  workspaceId: string,
  { answer, grave }: RescanFinding,
): Promise<boolean> {
  return deps.unit.transact(workspaceId, async (tx) => {
    const entry = await tx.entries.get(answer.entry_id)
    if (entry?.state !== 'active' || entry.current_version !== answer.version) return false
    const review = await openReview(tx, deps.check, entry, 'rescan', deps.clock.now())
    if (!review?.created) return false
    await tx.audit.append({
      type: 'proposal.created',
      actor: systemActor,
      target: { type: 'proposal', id: review.id, label: entry.key },
      after: { origin: 'rescan', entry: entry.id, findings: grave.map(({ rule }) => rule) },
    })
    return true
  })
}
