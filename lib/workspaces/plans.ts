import { z } from 'zod'
import { L0Error } from '@/lib/kernel/errors'

export const PlanId = z.enum(['free', 'standard', 'plus', 'enterprise'])
export type PlanId = z.infer<typeof PlanId>

/** What a plan may leave out. Each is checked where the thing is made or served, by `requireFeature`. */
export const planFeatures = [
  /** Phrasings that mean the same are one intent. Without it only the very same words are found again. */
  'meaning',
  /** Models of ours beside the caller's: placing questions, the reviewers' assistant, opinions on hits. */
  'helper_models',
  'gradual_rollout',
  'webhooks',
  'shared_library',
  /** Its own rules of who must agree: approvals by risk, passkeys. Without it the defaults hold. */
  'approval_rules',
  /** A Redis of its own for its published answers. */
  'dedicated_store',
] as const
export const PlanFeature = z.enum(planFeatures)
export type PlanFeature = z.infer<typeof PlanFeature>

/** What a plan counts. Null: as many as there are. */
export const planLimits = ['requests_per_month', 'people', 'intents', 'keys'] as const
export const PlanLimit = z.enum(planLimits)
export type PlanLimit = z.infer<typeof PlanLimit>

export const Plan = z.object({
  id: PlanId,
  name: z.string(),
  note: z.string(),
  features: z.array(PlanFeature),
  limits: z.record(PlanLimit, z.number().int().nullable()),
  /** USD a hit; null: the price that the workspace's policy names, by contract. */
  hit_price_usd: z.number().nullable(),
})
export type Plan = z.infer<typeof Plan>

/**
 * The plans, as data. A workspace is on `enterprise` unless its deployment says otherwise: everything is in it, nothing is
 * counted, and the policy sets the price, as it was before there were plans.
 */
export const plans: Record<PlanId, Plan> = {
  free: {
    id: 'free',
    name: 'Free',
    note: 'Answers to the very same words.',
    features: [],
    limits: { requests_per_month: 10_000, people: 2, intents: 10, keys: 2 },
    hit_price_usd: 0,
  },
  standard: {
    id: 'standard',
    name: 'Standard',
    note: 'Phrasings become intents, one team.',
    features: ['meaning', 'gradual_rollout', 'shared_library'],
    limits: { requests_per_month: 1_000_000, people: 10, intents: 200, keys: 10 },
    hit_price_usd: 0.0002,
  },
  plus: {
    id: 'plus',
    name: 'Plus',
    note: 'Models that help, and other systems told.',
    features: ['meaning', 'helper_models', 'gradual_rollout', 'webhooks', 'shared_library'],
    limits: { requests_per_month: 20_000_000, people: 50, intents: 2_000, keys: 50 },
    hit_price_usd: 0.0001,
  },
  enterprise: {
    id: 'enterprise',
    name: 'Enterprise',
    note: 'Everything, by its own approval rules, at the price of its contract.',
    features: [...planFeatures],
    limits: { requests_per_month: null, people: null, intents: null, keys: null },
    hit_price_usd: null,
  },
}

/** A plan that a later release no longer knows takes nothing away from anybody. */
export function planOf(id: string): Plan {
  const known = PlanId.safeParse(id)
  return plans[known.success ? known.data : 'enterprise']
}

const featureWords: Record<PlanFeature, string> = {
  meaning: 'matching by meaning',
  helper_models: 'models that help',
  gradual_rollout: 'a gradual roll-out',
  webhooks: 'webhooks',
  shared_library: 'the shared library',
  approval_rules: 'approval rules of its own',
  dedicated_store: 'a Redis of its own',
}
const limitWords: Record<PlanLimit, string> = {
  requests_per_month: 'requests a month',
  people: 'people, invitations included',
  intents: 'intents',
  keys: 'live API keys',
}

export function hasFeature(plan: Plan, feature: PlanFeature): boolean {
  return plan.features.includes(feature)
}

/** Throws `plan_limit` with what is missing and which plan has it. */
export function requireFeature(plan: Plan, feature: PlanFeature): void {
  if (hasFeature(plan, feature)) return
  const having = Object.values(plans).filter((other) => hasFeature(other, feature))
  throw new L0Error(
    'plan_limit',
    `The plan ${plan.name} does not include ${featureWords[feature]}; ${having.map(({ name }) => name).join(' and ')} ${having.length === 1 ? 'does' : 'do'}.`,
    { extra: { plan: plan.id, feature } },
  )
}

/** Throws `plan_limit` when `used` leaves no room for one more. */
export function requireRoom(plan: Plan, limit: PlanLimit, used: number): void {
  const most = plan.limits[limit]
  if (most === null || used < most) return
  throw new L0Error(
    'plan_limit',
    `The plan ${plan.name} has ${most.toLocaleString('en')} ${limitWords[limit]}.`,
    {
      extra: { plan: plan.id, limit, most, used },
    },
  )
}

/** What a hit costs: the plan's price, or the one the policy names where the plan leaves it to a contract. */
export function hitPriceUsd(plan: Plan, policy: { hit_price_usd: number }): number {
  return plan.hit_price_usd ?? policy.hit_price_usd
}
