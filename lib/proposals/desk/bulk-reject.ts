import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { isL0Error } from '@/lib/kernel/errors'
import { claimProposal } from './claim-proposal'
import { decideProposal } from '../deciding/decide-proposal'
import type { BulkOutcome, BulkReject } from './desk-schema'
import type { Caller, ReviewDeps } from '../ports'

/**
 * Rejects many, each in its own transaction and under its own claim: what somebody else is
 * reviewing, or what changed, is left alone and said so. There is no bulk approval.
 */
export async function bulkReject(
  deps: ReviewDeps,
  caller: Caller<UserPrincipal>,
  { items, reason_code, reason }: BulkReject,
): Promise<BulkOutcome[]> {
  authorize(caller.principal, { permission: 'proposal.decide', now: deps.clock.now() })
  const outcomes: BulkOutcome[] = []
  for (const { id, content_hash } of items) {
    try {
      const claim = await claimProposal(deps, caller.principal, id)
      const decision = {
        decision: 'reject',
        content_hash,
        claim_token: claim.token,
        reason_code,
        reason,
      } as const
      await decideProposal(deps, caller, id, decision)
      outcomes.push({ id, ok: true, code: null, detail: null })
    } catch (error) {
      if (!isL0Error(error) || error.code === 'internal') throw error
      outcomes.push({ id, ok: false, code: error.code, detail: error.message })
    }
  }
  return outcomes
}
