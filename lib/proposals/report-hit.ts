import { authorize } from '@/lib/auth/authorize'
import type { Principal } from '@/lib/auth/schema'
import { actorOf, systemActor } from '@/lib/entries/actor'
import type { Entry } from '@/lib/entries/schema'
import { notFound } from '@/lib/kernel/errors'
import { contentHash } from './content-hash'
import type { Caller, ProposalTransaction, ReviewDeps } from './ports'
import { raiseRisk } from './raise-risk'

/** What a hit id says, once its signature is checked; null when it is not one of this workspace. */
export type ReadHit = (workspaceId: string, hitId: string) => { entry_id: string; version: number } | null

export type HitReport = {
  entry: { id: string; version: number }
  /** Whether the entry is still served. */
  quarantined: boolean
  proposal_id: string | null
}

/**
 * "This answer was wrong": counts once a hit, quarantines the entry when policy says so, and opens a
 * review of the answer. Idempotent by hit id.
 */
export async function reportHit(
  deps: ReviewDeps & { readHit: ReadHit },
  { principal, request_id }: Caller<Principal>,
  hitId: string,
  reason: string,
): Promise<HitReport> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', scope: 'lookup', now })
  const hit = deps.readHit(principal.workspace_id, hitId)
  if (!hit) throw notFound('This hit')
  const actor = actorOf(principal)
  return deps.unit.transact(principal.workspace_id, async (tx) => {
    const entry = await tx.entries.lockById(hit.entry_id)
    if (!entry) throw notFound('This hit')
    const fresh = await tx.reports.add({ hit_id: hitId, ...hit, reason, actor })
    if (!fresh) return replyOf(tx, entry, hit.version)
    await tx.audit.append({
      type: 'hit.reported',
      actor,
      target: { type: 'entry', id: entry.id, label: `${entry.key}@${hit.version}` },
      // What a user typed may be personal: it stays in the report, not in the log.
      after: { hit_id: hitId, version: hit.version },
      request_id,
    })
    const { policy } = await tx.policy.current()
    const reports = await tx.reports.count(entry.id, hit.version)
    const wrongNow = hit.version === entry.current_version && entry.state === 'active'
    if (!wrongNow) return replyOf(tx, entry, hit.version)
    await openReview(deps, tx, entry, now)
    if (reports < policy.quarantine_after_reports) return replyOf(tx, entry, hit.version)
    const after = await quarantine(tx, entry, reports, now)
    return replyOf(tx, after, hit.version)
  })
}

async function quarantine(tx: ProposalTransaction, entry: Entry, reports: number, now: Date): Promise<Entry> {
  const reason = reports === 1 ? 'reported as wrong' : `reported as wrong ${reports} times`
  const after = await tx.entries.setState(entry.id, 'quarantined', reason, now)
  await tx.audit.append({
    type: 'entry.quarantined',
    actor: systemActor,
    target: { type: 'entry', id: entry.id, label: `${entry.key}@${entry.current_version}` },
    reason,
    before: { state: entry.state },
    after: { state: after.state },
  })
  await tx.outbox.add({ topic: 'entry.publish', subject_id: entry.id, payload: {}, available_at: now })
  const subject = { type: 'entry' as const, id: entry.id }
  const title = `${entry.key} was quarantined: ${reason}`
  await tx.notices.add(
    { kind: 'entry_quarantined', title, href: `/entries/${entry.id}`, subject, to: 'deciders' },
    now,
  )
  return after
}

async function openReview(deps: ReviewDeps, tx: ProposalTransaction, entry: Entry, now: Date): Promise<void> {
  const { live, key, scope } = entry
  if (!live) return
  const intent = await tx.intents.facts(key)
  const slots = intent?.slots ?? live.slots
  const { policy } = await tx.policy.current()
  const safety = await deps.check({ template: live.answer, slots, policy })
  await tx.proposals.fold(
    {
      key,
      scope,
      origin: 'report',
      status: safety.blocked ? 'blocked' : 'pending',
      risk: raiseRisk(live.risk, intent?.risk ?? 'low', safety.raised_risk),
      answer: live.answer,
      model_answer: live.answer,
      model: '',
      content_hash: contentHash({ key, scope, answer: live.answer, slots }),
      safety,
    },
    null,
    policy.samples_per_proposal,
    now,
  )
}

async function replyOf(tx: ProposalTransaction, entry: Entry, version: number): Promise<HitReport> {
  const waiting = await tx.proposals.findPending(entry.scope, entry.key)
  return {
    entry: { id: entry.id, version },
    quarantined: entry.state !== 'active',
    proposal_id: waiting?.id ?? null,
  }
}
