import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { invalidInput } from '@/lib/kernel/errors'
import type { AssignProposals } from './desk-schema'
import type { Caller, ReviewDeps } from '../ports'

/** Gives waiting proposals to somebody who may decide, or to nobody. Returns the ids that changed hands. */
export async function assignProposals(
  deps: Pick<ReviewDeps, 'unit' | 'clock'>,
  { principal, request_id }: Caller<UserPrincipal>,
  { ids, user_id }: AssignProposals,
): Promise<string[]> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'proposal.edit', now })
  return deps.unit.transact(principal.workspace_id, async (tx) => {
    if (user_id !== null) {
      const standing = (await tx.voters.standings([{ type: 'user', id: user_id }])).get(`user:${user_id}`)
      if (!standing?.may_decide) throw invalidInput('user_id', 'is not somebody who may decide here')
    }
    const assigned = await tx.proposals.assign(ids, user_id, now)
    for (const id of assigned) {
      await tx.audit.append({
        type: 'proposal.assigned',
        actor: actorOf(principal),
        target: { type: 'proposal', id },
        after: { assigned_to: user_id },
        request_id,
      })
    }
    return assigned
  })
}
