import { secondMs } from '@/lib/kernel/time'
import type { Approver, EntryVersion } from '@/lib/entries/schema'
import type { NamedActor } from '@/lib/entries/actor'
import type { ProposalRecord, ProposalTransaction } from '../ports'

export type PublishVersion = {
  tx: ProposalTransaction
  proposal: ProposalRecord
  approvers: Approver[]
  actor: NamedActor
  origin: Extract<EntryVersion['origin'], 'approval' | 'import' | 'auto'>
  reason: string
  policy_version: number
  undo_seconds: number
  now: Date
  request_id: string | null
}

/**
 * The version, its audit event and its outbox row, in the open transaction. With `undo_seconds` the
 * version is written now and becomes current when the outbox item is due.
 */
export async function publishVersion(publish: PublishVersion) {
  const { tx, proposal, now } = publish
  const due = new Date(now.getTime() + publish.undo_seconds * secondMs)
  const before = await tx.entries.lock(proposal.scope, proposal.key)
  const { version } = await tx.entries.addVersion(
    before.id,
    {
      answer: proposal.answer,
      slots: proposal.slots,
      content_hash: proposal.content_hash,
      risk: proposal.risk,
      origin: publish.origin,
      from_version: null,
      proposal_id: proposal.id,
      approved_by: publish.approvers,
      reason: publish.reason,
      ruleset_version: proposal.ruleset_version,
      policy_version: publish.policy_version,
    },
    now,
    publish.undo_seconds > 0 ? due : undefined,
  )
  await tx.audit.append({
    type: 'entry.version_created',
    actor: publish.actor,
    target: { type: 'entry', id: before.id, label: `${proposal.key}@${version}` },
    reason: publish.reason || null,
    before: { version: before.current_version, answer: before.live?.answer ?? null },
    after: { version, answer: proposal.answer, content_hash: proposal.content_hash, proposal: proposal.id },
    risk: proposal.risk,
    request_id: publish.request_id,
  })
  await tx.outbox.add({
    topic: 'entry.publish',
    subject_id: before.id,
    payload: { version, proposal_id: proposal.id },
    available_at: due,
  })
  return { entry: { id: before.id, version }, undo_until: publish.undo_seconds > 0 ? due : null }
}
