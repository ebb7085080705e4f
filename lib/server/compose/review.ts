import { reviewUnit } from '@/lib/adapters/postgres/review-unit'
import type { EntryDeps } from '@/lib/entries/change-entry'
import type { ServeCheck } from '@/lib/entries/rollback-entry'
import type { ReviewDeps } from '@/lib/proposals/ports'
import { reviewLapsed } from '@/lib/proposals/intake/review-lapsed'
import { seedRolledBack } from '@/lib/proposals/quality/seed-audit-items'
import { warnOfSla } from '@/lib/proposals/desk/warn-of-sla'
import { checkTemplateDeep } from '@/lib/safety/check-template-deep'
import type { Base } from '../base'

export type Review = {
  /** What the use cases of `lib/proposals` take. */
  review: ReviewDeps
  /** Work that time brings: lapsed entries, waiting ones near the goal, rolled-back answers as test items. */
  sweep(workspaceId: string): Promise<void>
  /** What the use cases of `lib/entries` take. */
  entries: EntryDeps & { mayServe: ServeCheck }
}

export function composeReview(base: Base): Review {
  const unit = reviewUnit(base.db, () => base.clock.now())
  const review: ReviewDeps = { unit, check: checkTemplateDeep, clock: base.clock }
  const mayServe: ServeCheck = async (workspaceId, version) => {
    const { policy } = await unit.read(workspaceId).policy.current()
    const report = await checkTemplateDeep({ template: version.answer, slots: version.slots, policy })
    return report.findings.find((finding) => finding.severity === 'block')?.message ?? null
  }
  const sweep = async (workspaceId: string) => {
    await reviewLapsed(review, workspaceId)
    await warnOfSla(review, workspaceId)
    await seedRolledBack(review, workspaceId)
  }
  return { review, sweep, entries: { unit, clock: base.clock, mayServe } }
}
