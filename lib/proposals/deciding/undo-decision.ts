import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { L0Error } from '@/lib/kernel/errors'
import { secondMs } from '@/lib/kernel/time'
import type { Caller, ProposalRecord, ProposalTransaction, ReviewDeps } from '../ports'
import { factsOf, requireProposal } from './review-facts'
import type { ProposalDetail } from '../schema'
import { viewProposalDetail } from '../view-proposal'

/**
 * Takes back one's own decision: a vote that still waits for another person at any time, a final
 * decision until its publish delay has run out. What was written stays: the version is marked as
 * withdrawn, and the vote is voided. Throws `conflict` when it is too late.
 */
export async function undoDecision(
  deps: Pick<ReviewDeps, 'unit' | 'clock'>,
  { principal, request_id }: Caller<UserPrincipal>,
  id: string,
): Promise<ProposalDetail> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'proposal.decide', now })
  return deps.unit.transact(principal.workspace_id, async (tx) => {
    const proposal = await requireProposal(tx.proposals.lock(id))
    const actor = actorOf(principal)
    const own = proposal.decisions.find((vote) => vote.voided_at === null && vote.actor.id === actor.id)
    const closed = proposal.status === 'approved' || proposal.status === 'rejected'
    if (!own || (closed && proposal.decided_by_id !== actor.id)) {
      throw new L0Error('forbidden', 'Only whoever decided can take it back.')
    }
    if (closed) await takeBack(tx, proposal, actor.id, now)
    await tx.proposals.voidDecisions(id, 'taken back', now, actor.id)
    await tx.audit.append({
      type: 'proposal.undone',
      actor,
      target: { type: 'proposal', id, label: proposal.key },
      before: { status: proposal.status, entry: proposal.entry_id },
      after: { status: 'pending' },
      request_id,
    })
    const after = await requireProposal(tx.proposals.get(id))
    return viewProposalDetail(await factsOf(tx, after, principal, now))
  })
}

async function takeBack(
  tx: ProposalTransaction,
  proposal: ProposalRecord,
  actorId: string,
  now: Date,
): Promise<void> {
  // Proposals are locked before entries, everywhere: else two reviewers could wait for each other.
  await makeRoom(tx, proposal, now)
  if (proposal.entry_id) await unpublish(tx, proposal, proposal.entry_id, actorId, now)
  if (!proposal.entry_id) await requireRecent(tx, proposal, now)
  await tx.proposals.reopen(proposal.id, now)
}

async function unpublish(
  tx: ProposalTransaction,
  proposal: ProposalRecord,
  entryId: string,
  actorId: string,
  now: Date,
): Promise<void> {
  const entry = await tx.entries.lockById(entryId)
  const version = entry?.held?.version
  const item = version === undefined ? null : await tx.outbox.findPublish(entryId, version)
  const own = item && (item.payload as { proposal_id?: string }).proposal_id === proposal.id
  if (version === undefined || !own || !(await tx.outbox.cancel(item.id, now))) throw tooLate()
  if (!(await tx.entries.withdrawHeld(entryId, version, actorId, now))) throw tooLate()
}

async function requireRecent(tx: ProposalTransaction, proposal: ProposalRecord, now: Date): Promise<void> {
  const { policy } = await tx.policy.current()
  const decidedMs = proposal.decided_at ? Date.parse(proposal.decided_at) : 0
  if (now.getTime() - decidedMs > policy.undo_seconds * secondMs) throw tooLate()
}

/** A miss in between may have opened another proposal of the same key: an untouched one gives way. */
async function makeRoom(tx: ProposalTransaction, proposal: ProposalRecord, now: Date): Promise<void> {
  if (proposal.seeded) return
  const other = await tx.proposals.findPending(proposal.scope, proposal.key)
  if (!other) return
  const newer = await requireProposal(tx.proposals.lock(other.id))
  if (newer.decisions.length > 0 || newer.edited_by.length > 0) {
    throw new L0Error('conflict', 'A newer proposal for this key is under review already.')
  }
  await tx.proposals.close(newer.id, 'withdrawn', { id: 'system', entry_id: null }, now)
  await tx.audit.append({
    type: 'proposal.superseded',
    actor: { type: 'system', id: 'system', label: 'L0 Cache' },
    target: { type: 'proposal', id: newer.id, label: newer.key },
    after: { by: proposal.id },
  })
}

function tooLate(): L0Error {
  return new L0Error('conflict', 'It is too late to take it back: roll the entry back instead.')
}
