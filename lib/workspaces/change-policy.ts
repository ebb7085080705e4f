import { authorize } from '@/lib/auth/authorize'
import type { RequestOrigin } from '@/lib/auth/ports'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/auth/second-factor'
import { trace } from '@/lib/auth/sign-in'
import { L0Error, notFound } from '@/lib/kernel/errors'
import { planOf, requireFeature, type Plan } from './plans'
import type { WorkspaceParts } from './ports'
import { WorkspacePolicy, type ChangePolicy, type PolicyView } from './schema'

export async function readPolicy(parts: WorkspaceParts, principal: UserPrincipal): Promise<PolicyView> {
  authorize(principal, { permission: 'view', now: parts.clock.now() })
  const workspace = await parts.store.get(principal.workspace_id)
  if (!workspace) throw notFound('This workspace')
  return { policy: workspace.policy, policy_version: workspace.policy_version }
}

/**
 * Changes the given members of the policy and raises its version, which voids votes cast under the
 * one before. The audit event holds what changed, before and after. Throws `invalid_input` naming
 * the member, and `conflict` when somebody changed it since it was looked at.
 */
export async function changePolicy(
  parts: WorkspaceParts,
  principal: UserPrincipal,
  change: ChangePolicy,
  origin: RequestOrigin,
): Promise<PolicyView> {
  const now = parts.clock.now()
  authorize(principal, { permission: 'policy.manage', now })
  return parts.unit.transact(principal.workspace_id, async (tx) => {
    const current = await tx.workspace.lock()
    if (change.policy_version !== undefined && change.policy_version !== current.policy_version) {
      throw new L0Error('conflict', 'Somebody changed the policy since you opened it. Look again.')
    }
    const next = parsePolicy({ ...current.policy, ...change.policy })
    const { before, after } = difference(current.policy, next)
    if (Object.keys(after).length === 0) {
      return { policy: current.policy, policy_version: current.policy_version }
    }
    permitByPlan(planOf(current.plan), after)
    const rolloutAt = next.rollout_percent === current.policy.rollout_percent ? null : now
    const stored = await tx.workspace.setPolicy(next, { rolloutAt })
    await tx.audit.append({
      type: 'policy.changed',
      actor: actorOf(principal),
      target: { type: 'workspace', id: current.id, label: current.name },
      reason: change.reason || null,
      before: { policy_version: current.policy_version, ...before },
      after: { policy_version: stored.policy_version, ...after },
      ...trace(origin),
    })
    await tx.announce({ what: 'policy', at: now })
    return { policy: stored.policy, policy_version: stored.policy_version }
  })
}

const approvalRules = [
  'approvals_low',
  'approvals_medium',
  'approvals_high',
  'passkey_for_high_risk',
] as const

/** What a plan does not include cannot be set; what is set already stays and counts. */
function permitByPlan(plan: Plan, after: Record<string, unknown>): void {
  if (approvalRules.some((name) => name in after)) requireFeature(plan, 'approval_rules')
  const share = after.rollout_percent
  // All or nothing is no gradual roll-out: a smaller plan can always go back to it.
  if (typeof share === 'number' && share > 0 && share < 100) requireFeature(plan, 'gradual_rollout')
}

function parsePolicy(value: unknown): WorkspacePolicy {
  const parsed = WorkspacePolicy.strict().safeParse(value)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map((issue) => ({
    field: [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].join('.'),
    message: issue.code === 'unrecognized_keys' ? 'unknown setting' : issue.message,
  }))
  throw new L0Error('invalid_input', `${fields[0]!.field}: ${fields[0]!.message}`, { fields })
}

function difference(from: WorkspacePolicy, to: WorkspacePolicy) {
  const before: Record<string, unknown> = {}
  const after: Record<string, unknown> = {}
  for (const name of Object.keys(to) as (keyof WorkspacePolicy)[]) {
    if (JSON.stringify(from[name]) === JSON.stringify(to[name])) continue
    before[name] = from[name]
    after[name] = to[name]
  }
  return { before, after }
}
