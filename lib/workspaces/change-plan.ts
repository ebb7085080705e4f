import type { WorkspaceTransaction } from './ports'
import type { PlanId } from './plans'

type Operator = { type: 'system'; id: string }

/**
 * Puts a workspace on a plan. Whoever runs the deployment does it, by the command line: no admin of a workspace can give
 * themselves a larger one. What is there beyond a smaller plan's limits stays; nothing is added to it.
 */
export async function changePlan(
  tx: WorkspaceTransaction,
  change: { plan: PlanId; reason: string; actor: Operator; now: Date },
): Promise<{ before: string; after: PlanId }> {
  const { plan, reason, actor, now } = change
  const workspace = await tx.workspace.lock()
  if (workspace.plan === plan) return { before: plan, after: plan }
  await tx.workspace.setPlan(plan)
  await tx.audit.append({
    type: 'plan.changed',
    actor,
    target: { type: 'workspace', id: workspace.id, label: workspace.name },
    reason: reason || null,
    before: { plan: workspace.plan },
    after: { plan },
    risk: 'medium',
  })
  await tx.announce({ what: 'plan', at: now })
  return { before: workspace.plan, after: plan }
}

/** A credit (below zero) or a charge on a month's statement, in USD. It can only be answered by another one. */
export async function adjustStatement(
  tx: WorkspaceTransaction,
  adjustment: { id: string; month: string; amount_usd: number; note: string; actor: Operator; now: Date },
): Promise<void> {
  const { id, month, amount_usd, note, actor, now } = adjustment
  const workspace = await tx.workspace.lock()
  await tx.workspace.addAdjustment({ id, month, amount_usd, note, created_by: actor.id, created_at: now })
  await tx.audit.append({
    type: 'plan.adjusted',
    actor,
    target: { type: 'workspace', id: workspace.id, label: workspace.name },
    reason: note,
    after: { adjustment: id, month, amount_usd },
    risk: 'medium',
  })
}
