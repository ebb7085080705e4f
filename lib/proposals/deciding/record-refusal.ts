import type { Principal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { isL0Error } from '@/lib/kernel/errors'
import type { ReviewDeps } from '../ports'

/**
 * A decision that a rule refused is an event of its own: the transaction that would have held it is
 * gone. Other failures (decided already, changed meanwhile) are not attempts at what is not allowed.
 */
export async function recordRefusal(
  { unit }: Pick<ReviewDeps, 'unit'>,
  { principal, request_id }: { principal: Principal; request_id: string | null },
  refused: { proposalId: string; decision: string; error: unknown },
): Promise<void> {
  const { error } = refused
  if (!isL0Error(error) || error.code !== 'forbidden') return
  await unit.transact(principal.workspace_id, (tx) =>
    tx.audit.append({
      type: 'access.denied',
      actor: actorOf(principal),
      target: { type: 'proposal', id: refused.proposalId },
      reason: error.message,
      after: { decision: refused.decision },
      request_id,
    }),
  )
}
