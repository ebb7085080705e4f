import { systemActor } from '@/lib/entries/actor'
import { publishVersion } from './publish-version'
import type { ProposalTransaction } from '../ports'

export type AutoApproval = {
  tx: ProposalTransaction
  /** A proposal that was made just now. */
  id: string
  /** Of the content that the checks have seen. */
  content_hash: string
  /** How many findings of whatever severity the checks had. */
  findings: number
  random: () => number
  now: Date
}

const autoReason = 'approved automatically: low risk, no finding, allowed for this intent'

/**
 * Publishes a fresh proposal without a person, where the workspace and the intent both allow it: low
 * risk, not one finding, a key that has never been answered nor refused. A share of them goes to people
 * all the same. The version's origin says `auto` for ever. True when it was published.
 */
export async function autoApprove(approval: AutoApproval): Promise<boolean> {
  const { tx, id, now } = approval
  const { policy, policy_version } = await tx.policy.current()
  if (!policy.auto_approve_enabled || approval.findings > 0) return false
  const proposal = await tx.proposals.lock(id)
  if (!proposal || proposal.status !== 'pending' || proposal.seeded || proposal.risk !== 'low') return false
  if (proposal.origin !== 'miss' || proposal.content_hash !== approval.content_hash) return false
  const intent = await tx.intents.facts(proposal.key)
  if (!intent?.approved || !intent.auto_approve || intent.risk !== 'low') return false
  if (await peopleHaveSpoken(tx, proposal.scope, proposal.key)) return false
  if (approval.random() < policy.auto_approve_review_share) return false
  const { entry } = await publishVersion({
    tx,
    proposal,
    approvers: [systemActor],
    actor: systemActor,
    origin: 'auto',
    reason: autoReason,
    policy_version,
    undo_seconds: 0,
    now,
    request_id: null,
  })
  await tx.proposals.close(
    id,
    'approved',
    { id: systemActor.id, entry_id: entry.id, content_hash: proposal.content_hash },
    now,
  )
  await tx.audit.append({
    type: 'proposal.approved',
    actor: systemActor,
    target: { type: 'proposal', id, label: proposal.key },
    reason: autoReason,
    after: { origin: 'auto', content_hash: proposal.content_hash, entry, policy_version },
    risk: 'medium',
  })
  return true
}

/** What a person approved, stopped or refused once is not overruled by a rule. */
async function peopleHaveSpoken(tx: ProposalTransaction, scope: string, key: string): Promise<boolean> {
  const entry = await tx.entries.find(scope, key)
  if (entry && (entry.current_version > 0 || entry.held || entry.state !== 'active')) return true
  return (await tx.proposals.lastRejected(scope, key)) !== null
}
