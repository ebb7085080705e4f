import { backOff, type BackOff } from './back-off'
import type { RolloutDeps, RolloutReader, RolloutTransaction } from './ports'

const system = { type: 'system', id: 'rollout', label: 'L0 Cache' } as const

/**
 * Takes the share down when the evidence asks for it, in one transaction with its audit event and notice. Nobody's
 * permission is asked: this is the safe direction, and the only one it knows. Null: nothing had to change.
 */
export async function backOffRollout(deps: RolloutDeps, workspaceId: string): Promise<BackOff | null> {
  // Most reports change nothing: the lock is taken only for those that may.
  if (!(await judge(deps.read(workspaceId)))) return null
  const step = await deps.transact(workspaceId, async (tx) => {
    const again = await judge(tx)
    if (again) await take(tx, again, deps.clock.now())
    return again
  })
  if (step) deps.nudge()
  return step
}

type Step = BackOff & { from: number }

async function judge(reader: RolloutReader): Promise<Step | null> {
  const state = await reader.state()
  // Without evidence the rule says no; with it, only this state matters.
  const evidence = await reader.evidence(state.since)
  const step = backOff(state, evidence)
  return step && { ...step, from: state.policy.rollout_percent }
}

async function take(tx: RolloutTransaction, { to, from, why }: Step, now: Date): Promise<void> {
  const { name, policy } = await tx.state()
  const after =
    to === 'shadow'
      ? await tx.setShadow(now).then(() => ({ mode: 'shadow', rollout_percent: from }))
      : { rollout_percent: to, ...(await tx.setPolicy({ ...policy, rollout_percent: to }, now)) }
  await tx.audit.append({
    type: 'rollout.backed_off',
    actor: system,
    target: { type: 'workspace', id: tx.workspaceId, label: name },
    reason: why,
    before: { mode: 'live', rollout_percent: from },
    after,
    risk: 'high',
  })
  const what =
    to === 'shadow' ? 'Serving stopped: back to shadow mode' : `Roll-out halved: ${from} % to ${to} %`
  await tx.notify(`${what}. ${why}.`, now)
  await tx.announce(now)
}
