import { authorize } from '@/lib/auth/authorize'
import type { RequestOrigin } from '@/lib/auth/ports'
import { roleMay } from '@/lib/auth/permissions'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/auth/second-factor'
import { trace } from '@/lib/auth/sign-in'
import { invalidInput } from '@/lib/kernel/errors'
import type { OnboardingDeps, OnboardingFacts, OnboardingMarks } from './ports'
import { onboardingSteps, type ChangeOnboarding, type OnboardingState, type OnboardingStep } from './schema'

/** How far the workspace has come. A workspace that was set up some other way has nothing open. */
export async function readOnboarding(
  deps: OnboardingDeps,
  principal: UserPrincipal,
): Promise<OnboardingState> {
  authorize(principal, { permission: 'policy.manage', now: deps.clock.now(), stepUp: false })
  const { marks, facts } = await deps.unit.read(principal.workspace_id).read()
  return toState(marks, facts)
}

/** Whether this person should be led to the first steps: an admin of a workspace where nothing was done yet. */
export async function startsAtWelcome(deps: OnboardingDeps, principal: UserPrincipal): Promise<boolean> {
  if (!roleMay(principal.role, 'policy.manage')) return false
  const { open, begun, intents } = await readOnboarding(deps, principal)
  return open && !begun && intents === 0
}

/** Remembers a step, the key that is waited for, or that all is finished or put away. Only the end is audited. */
export async function changeOnboarding(
  deps: OnboardingDeps,
  principal: UserPrincipal,
  change: ChangeOnboarding,
  origin: RequestOrigin,
): Promise<OnboardingState> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'policy.manage', now, stepUp: false })
  const { workspace_id } = principal
  await deps.unit.transact(workspace_id, async ({ onboarding, audit }) => {
    if (change.key_id !== undefined && !(await onboarding.hasKey(change.key_id)))
      throw invalidInput('key_id', 'is not a key of this workspace')
    const { facts } = await onboarding.read()
    await onboarding.write(marksOf(change, facts, now), now)
    if (!change.closed) return
    await audit.append({
      type: change.closed === 'finished' ? 'onboarding.finished' : 'onboarding.dismissed',
      actor: actorOf(principal),
      target: { type: 'workspace', id: workspace_id, label: facts.workspace_name },
      ...trace(origin),
    })
  })
  return readOnboarding(deps, principal)
}

const doneMarks = { name: 'named_at', model: 'model_chosen_at', intents: 'intents_chosen_at' } as const

function marksOf(change: ChangeOnboarding, { key }: OnboardingFacts, now: Date) {
  const { done, key_id, closed } = change
  return {
    ...(done ? { [doneMarks[done]]: now } : {}),
    ...(key_id === undefined ? {} : { key_id }),
    ...(closed === undefined
      ? {}
      : {
          finished_at: closed === 'finished' ? now : null,
          dismissed_at: closed === 'dismissed' ? now : null,
        }),
    ...(closed === 'finished' && key?.last_used_at ? { first_request_at: new Date(key.last_used_at) } : {}),
  }
}

function toState(marks: OnboardingMarks | null, facts: OnboardingFacts): OnboardingState {
  const { workspace_name, intents, upstreams, key, has_keys } = facts
  const first_request_at = marks?.first_request_at ?? key?.last_used_at ?? null
  const closed = marks !== null && (marks.finished_at !== null || marks.dismissed_at !== null)
  const done: Record<OnboardingStep, boolean> = {
    name: marks?.named_at != null,
    model: upstreams > 0 || marks?.model_chosen_at != null,
    intents: intents > 0 || marks?.intents_chosen_at != null,
    key: key !== null,
    request: first_request_at !== null,
  }
  return {
    open: marks === null ? !has_keys : !closed,
    begun: marks !== null,
    steps: onboardingSteps.map((step) => ({ step, done: done[step] })),
    workspace_name,
    intents,
    upstreams,
    key: key && { id: key.id, name: key.name, prefix: key.prefix },
    first_request_at,
    finished_at: marks?.finished_at ?? null,
    dismissed_at: marks?.dismissed_at ?? null,
  }
}
