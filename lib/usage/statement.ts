import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { addUsd } from '@/lib/kernel/money'
import { hitPriceUsd, planOf, plans } from '@/lib/workspaces/plans'
import { monthStart } from './monthly-quota'
import type { StatementDeps } from './statement-ports'
import type { PlanUsage, Statement, StatementQuery } from './statement-schema'

const maxMonths = 36

/** A month's statement; the running month when none is named. It agrees with the ledger: both add up the same counts. */
export async function readStatement(
  deps: StatementDeps,
  principal: UserPrincipal,
  { month }: StatementQuery,
): Promise<Statement> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', now })
  const name = month ?? monthName(now)
  const from = new Date(`${name}-01T00:00:00.000Z`)
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1))
  const reader = deps.statements(principal.workspace_id)
  const [workspace, sums, adjustments] = await Promise.all([
    reader.workspace(),
    reader.sums(from, to),
    reader.adjustments(name),
  ])
  const adjusted = total(adjustments.map(({ amount_usd }) => amount_usd))
  return {
    month: name,
    running: now < to,
    plan: planOf(workspace.plan).id,
    ...sums,
    models_usd: total(sums.models.map(({ cost_usd }) => cost_usd)),
    helpers_usd: total(sums.helpers.map(({ cost_usd }) => cost_usd)),
    adjustments,
    adjustments_usd: adjusted,
    due_usd: addUsd(sums.metered_usd, adjusted),
  }
}

/** The plan and how much of it is used this month. */
export async function readPlanUsage(deps: StatementDeps, principal: UserPrincipal): Promise<PlanUsage> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', now })
  const reader = deps.statements(principal.workspace_id)
  const { plan: id, created_at, ...policy } = await reader.workspace()
  const plan = planOf(id)
  return {
    plan,
    plans: Object.values(plans),
    used: await reader.used(now, monthStart(now)),
    hit_price_usd: hitPriceUsd(plan, policy),
    months: monthsSince(created_at, now),
  }
}

function monthsSince(first: Date, now: Date): string[] {
  const months: string[] = []
  for (let at = monthStart(now); at >= monthStart(first) && months.length < maxMonths;) {
    months.push(monthName(at))
    at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1))
  }
  return months
}

function monthName(at: Date): string {
  return at.toISOString().slice(0, 7)
}

function total(amounts: readonly number[]): number {
  return amounts.reduce(addUsd, 0)
}
