import { TemplateSlot } from '@/lib/entries/schema'
import type { Principal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { contentHash } from './content-hash'
import { actorKey } from './deciding/approval-rules'
import type { ProposalRecord, ProposalTransaction, SafetyCheck } from './ports'
import { raiseRisk, undescribedRisk } from './intake/raise-risk'

export type Edit = {
  tx: ProposalTransaction
  check: SafetyCheck
  proposal: ProposalRecord
  principal: Principal
  answer: string
  now: Date
  request_id: string | null
}

/**
 * Puts another text into a waiting proposal: earlier votes and acknowledgements go, the checks run
 * again, and whoever edited it is remembered.
 */
export async function editContent(edit: Edit): Promise<ProposalRecord> {
  const { tx, proposal, principal, answer, now } = edit
  const actor = actorOf(principal)
  const intent = await tx.intents.facts(proposal.key)
  const slots: TemplateSlot[] = intent?.slots ?? []
  const { policy } = await tx.policy.current()
  const safety = await edit.check({ template: answer, slots, policy })
  const standing = (await tx.voters.standings([actor])).get(actorKey(actor))
  const editors = [actor.id, ...(standing ? [standing.person] : [])]
  const content_hash = contentHash({ key: proposal.key, scope: proposal.scope, answer, slots })
  await tx.proposals.setContent(
    proposal.id,
    {
      answer,
      content_hash,
      risk: raiseRisk(intent?.risk ?? undescribedRisk, safety.raised_risk),
      status: safety.blocked ? 'blocked' : 'pending',
      safety,
      edited_by: [...new Set([...proposal.edited_by, ...editors])],
    },
    now,
  )
  const voided = await tx.proposals.voidDecisions(proposal.id, 'the answer was edited', now)
  await tx.audit.append({
    type: 'proposal.edited',
    actor,
    target: { type: 'proposal', id: proposal.id, label: proposal.key },
    before: { content_hash: proposal.content_hash, answer: proposal.answer },
    after: { content_hash, answer, votes_voided: voided, findings: safety.findings.map((f) => f.rule) },
    request_id: edit.request_id,
  })
  return (await tx.proposals.get(proposal.id))!
}
