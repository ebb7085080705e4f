import { authorize } from '@/lib/auth/authorize'
import type { Principal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { invalidInput, L0Error } from '@/lib/kernel/errors'
import { actorKey } from '../deciding/approval-rules'
import { contentHash } from '../content-hash'
import type { AuthorEntry } from '../desk/desk-schema'
import type { Caller, ReviewDeps } from '../ports'
import { raiseRisk, undescribedRisk } from './raise-risk'
import { factsOf, requireProposal } from '../deciding/review-facts'
import type { ProposalDetail } from '../schema'
import { viewProposalDetail } from '../view-proposal'

/**
 * A person's own answer for a key, as a proposal like any other: it needs the same approval, and
 * whoever wrote it counts as its editor. Throws `conflict` when one waits for that key already.
 */
export async function authorEntry(
  deps: ReviewDeps,
  { principal, request_id }: Caller<Principal>,
  input: AuthorEntry,
  origin: 'edit' | 'import' = 'edit',
): Promise<ProposalDetail> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'proposal.edit', scope: 'review', now })
  const { key, scope, answer } = input
  return deps.unit.transact(principal.workspace_id, async (tx) => {
    const intent = await tx.intents.facts(key)
    if (intent && !intent.approved) throw invalidInput('key', 'this intent is marked as not to be answered')
    const waiting = await tx.proposals.findPending(scope, key)
    if (waiting) {
      throw new L0Error('conflict', 'A proposal for this key is waiting already: edit that one.', {
        extra: { proposal_id: waiting.id },
      })
    }
    const slots = intent?.slots ?? []
    const { policy } = await tx.policy.current()
    const safety = await deps.check({ template: answer, slots, policy })
    const content_hash = contentHash({ key, scope, answer, slots })
    const actor = actorOf(principal)
    const standing = (await tx.voters.standings([actor])).get(actorKey(actor))
    const { id } = await tx.proposals.fold(
      {
        scope,
        key,
        origin,
        status: safety.blocked ? 'blocked' : 'pending',
        risk: raiseRisk(intent?.risk ?? undescribedRisk, safety.raised_risk),
        answer,
        model_answer: '',
        model: '',
        content_hash,
        safety,
        edited_by: [...new Set([actor.id, ...(standing ? [standing.person] : [])])],
      },
      [],
      policy.samples_per_proposal,
      now,
    )
    await tx.audit.append({
      type: 'proposal.created',
      actor,
      target: { type: 'proposal', id, label: key },
      after: { origin, scope, key, answer, content_hash },
      request_id,
    })
    return viewProposalDetail(await factsOf(tx, await requireProposal(tx.proposals.get(id)), principal, now))
  })
}
