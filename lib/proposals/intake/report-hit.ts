import { authorize } from '@/lib/auth/authorize'
import type { Principal } from '@/lib/auth/schema'
import { actorOf, systemActor } from '@/lib/entries/actor'
import type { Entry } from '@/lib/entries/schema'
import { notFound } from '@/lib/kernel/errors'
import { openReview } from './open-review'
import type { Caller, ProposalTransaction, ReviewDeps } from '../ports'

/** What a hit id says, once its signature is checked; null when it is not one of this workspace. */
export type ReadHit = (workspaceId: string, hitId: string) => { entry_id: string; version: number } | null

export type ReportDeps = ReviewDeps & {
  readHit: ReadHit
  /** Told after the report is stored. Never throws. */
  onReported?: (workspaceId: string) => Promise<void>
}

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
  deps: ReportDeps,
  { principal, request_id }: Caller<Principal>,
  hitId: string,
  reason: string,
): Promise<HitReport> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', scope: 'lookup', now })
  const hit = deps.readHit(principal.workspace_id, hitId)
  if (!hit) throw notFound('This hit')
  const actor = actorOf(principal)
  const report = await deps.unit.transact(principal.workspace_id, async (tx) => {
    const seen = await tx.entries.get(hit.entry_id)
    if (!seen) throw notFound('This hit')
    const fresh = await tx.reports.add({ hit_id: hitId, ...hit, reason, actor })
    if (!fresh) return replyOf(tx, seen, hit.version)
    await tx.audit.append({
      type: 'hit.reported',
      actor,
      target: { type: 'entry', id: seen.id, label: `${seen.key}@${hit.version}` },
      // What a user typed may be personal: it stays in the report, not in the log.
      after: { hit_id: hitId, version: hit.version },
      request_id,
    })
    if (!isServed(seen, hit.version)) return replyOf(tx, seen, hit.version)
    // The proposal first, then the entry: the order in which a decision locks them.
    await openReview(tx, deps.check, seen, 'report', now)
    const entry = await tx.entries.lockById(seen.id)
    const { policy } = await tx.policy.current()
    const reports = await tx.reports.count(seen.id, hit.version)
    if (!entry || !isServed(entry, hit.version) || reports < policy.quarantine_after_reports) {
      return replyOf(tx, entry ?? seen, hit.version)
    }
    return replyOf(tx, await quarantine(tx, entry, reports, now), hit.version)
  })
  await deps.onReported?.(principal.workspace_id)
  return report
}

/** A report about a version that is served no more needs no action. */
function isServed(entry: Entry, version: number): boolean {
  return entry.state === 'active' && entry.current_version === version
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

async function replyOf(tx: ProposalTransaction, entry: Entry, version: number): Promise<HitReport> {
  const waiting = await tx.proposals.findPending(entry.scope, entry.key)
  return {
    entry: { id: entry.id, version },
    quarantined: entry.state !== 'active',
    proposal_id: waiting?.id ?? null,
  }
}
