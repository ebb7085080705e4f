import { L0Error } from '@/lib/kernel/errors'
import { needsStepUp, roleMay, stepUpMaxAgeSeconds, type Permission } from './permissions'
import type { ApiScope, Principal, UserPrincipal } from './schema'

export type Demand = {
  permission: Permission
  /** What a key must have instead; any one of several. None: no key may do this. */
  scope?: ApiScope | readonly ApiScope[]
  now: Date
  stepUp?: boolean
}

/**
 * The lock. Routes call it before they parse a body; use cases call it again, so that a door
 * built without the wrapper stays shut. Throws `unauthenticated`, `mfa_required`,
 * `step_up_required` or `forbidden`.
 */
export function authorize(principal: Principal, demand: Demand): void {
  if (principal.kind === 'api_key') {
    if (hasScope(principal.scopes, demand.scope)) return
    throw new L0Error('forbidden', `This API key does not have the scope this call needs.`)
  }
  requireMfa(principal)
  if (!roleMay(principal.role, demand.permission)) {
    throw new L0Error('forbidden', `The role ${principal.role} may not do this (${demand.permission}).`)
  }
  if (demand.stepUp ?? needsStepUp(demand.permission)) requireStepUp(principal, demand.now)
}

function hasScope(scopes: readonly ApiScope[], demanded: Demand['scope']): boolean {
  if (demanded === undefined) return false
  if (typeof demanded === 'string') return scopes.includes(demanded)
  return demanded.some((scope) => scopes.includes(scope))
}

export function requireMfa(principal: UserPrincipal): void {
  if (!principal.mfa_enrolled) {
    throw new L0Error('mfa_enrolment_required', 'Set up a second factor first.')
  }
  if (!principal.mfa_at) throw new L0Error('mfa_required', 'Prove your second factor first.')
}

export function requireStepUp(principal: UserPrincipal, now: Date): void {
  const ageMs = principal.step_up_at ? now.getTime() - principal.step_up_at.getTime() : Infinity
  if (ageMs >= 0 && ageMs <= stepUpMaxAgeSeconds * 1_000) return
  throw new L0Error('step_up_required', 'Enter a fresh authentication code to do this.')
}
