import { L0Error } from '@/lib/kernel/errors'
import type { AuthParts } from './ports'
import type { Me, UserPrincipal } from './schema'

/** The person signed in, as the console shows them. Needs no second factor: `/mfa` asks too. */
export async function readMe(auth: AuthParts, principal: UserPrincipal): Promise<Me> {
  return auth.unit.transact(async (tx) => {
    const user = await tx.users.get(principal.user_id)
    const workspaces = await tx.users.memberships(principal.user_id)
    const current = workspaces.find((one) => one.id === principal.workspace_id)
    if (!user || !current) throw new L0Error('unauthenticated', 'Sign in first.')
    const { id, slug, name } = current
    return {
      user_id: user.id,
      email: user.email,
      name: user.name,
      role: current.role,
      workspace: { id, slug, name },
      // Before the second factor is proven nothing is told but what the person came with.
      workspaces: principal.mfa_at ? workspaces : [current],
      mfa_enrolled: principal.mfa_enrolled,
      mfa_at: principal.mfa_at?.toISOString() ?? null,
      step_up_at: principal.step_up_at?.toISOString() ?? null,
      recovery_codes_left: await tx.factors.recoveryCodesLeft(user.id),
      passkeys: (await tx.factors.passkeys(user.id)).length,
    }
  })
}
