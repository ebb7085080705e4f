import type { TemplateSlot } from '@/lib/entries/schema'
import { contentHash } from '@/lib/proposals/content-hash'
import type { ProposalRecord } from '@/lib/proposals/ports'
import { raiseRisk } from '@/lib/proposals/intake/raise-risk'
import type { Decision, ProposalOrigin, ProposalSample, ProposalStatus } from '@/lib/proposals/schema'
import type { Risk } from '@/lib/workspaces/schema'
import type { Scoped } from './database'
import type { Decision as DecisionRow, Proposal as ProposalRow } from './generated/client'
import { templateSlots } from './intent-reader'

type SampleRow = {
  id: string
  proposal_id: string
  text: string
  entities: unknown
  answer: string
  count: number
  created_at: Date
  last_seen_at: Date
}

/** Reads whole proposals in a fixed number of statements, in the order of `ids`. */
export async function loadProposals(
  { db, workspaceId }: Scoped,
  ids: string[],
  samplesEach: number,
): Promise<ProposalRecord[]> {
  if (ids.length === 0) return []
  const rows = await db.proposal.findMany({ where: { workspace_id: workspaceId, id: { in: ids } } })
  const keys = [...new Set(rows.map((row) => row.key))]
  const people = [...new Set(rows.flatMap((row) => (row.claimed_by ? [row.claimed_by] : [])))]
  const intents = await db.intent.findMany({
    where: { workspace_id: workspaceId, key: { in: keys } },
    select: { key: true, risk: true, slots: true },
  })
  const samples = await db.$queryRaw<SampleRow[]>`
    SELECT * FROM (
      SELECT id, proposal_id, text, entities, answer, count, created_at, last_seen_at,
        row_number() OVER (PARTITION BY proposal_id ORDER BY count DESC, id) AS place
      FROM proposal_sample WHERE workspace_id = ${workspaceId} AND proposal_id = ANY(${ids})
    ) ranked WHERE place <= ${samplesEach} ORDER BY proposal_id, place`
  const decisions = await db.decision.findMany({
    where: { workspace_id: workspaceId, proposal_id: { in: ids } },
    orderBy: { id: 'asc' },
  })
  const names = people.length
    ? await db.user.findMany({ where: { id: { in: people } }, select: { id: true, name: true } })
    : []
  const nameOf = new Map(names.map((person) => [person.id, person.name]))
  const facts = new Map(intents.map((intent) => [intent.key, intent]))
  const samplesOf = byProposal(samples)
  const decisionsOf = byProposal(decisions)
  const records = new Map(
    rows.map((row) => {
      const intent = facts.get(row.key)
      const record = toRecord(row, {
        slots: templateSlots(intent?.slots),
        intentRisk: (intent?.risk as Risk | undefined) ?? 'low',
        samples: (samplesOf.get(row.id) ?? []).map(toSample),
        decisions: (decisionsOf.get(row.id) ?? []).map(toDecision),
        claimLabel: row.claimed_by ? (nameOf.get(row.claimed_by) ?? row.claimed_by) : '',
      })
      return [row.id, record] as const
    }),
  )
  return ids.flatMap((id) => records.get(id) ?? [])
}

function byProposal<T extends { proposal_id: string }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.proposal_id)
    if (group) group.push(row)
    else groups.set(row.proposal_id, [row])
  }
  return groups
}

type Parts = {
  slots: TemplateSlot[]
  intentRisk: Risk
  samples: ProposalSample[]
  decisions: Decision[]
  claimLabel: string
}

function toRecord(row: ProposalRow, parts: Parts): ProposalRecord {
  const { slots, samples, decisions } = parts
  const open = row.status === 'pending' || row.status === 'blocked'
  const decider = decisions.findLast((vote) => vote.actor.id === row.decided_by)
  return {
    id: row.id,
    key: row.key,
    scope: row.scope,
    status: row.status as ProposalStatus,
    origin: row.origin as ProposalOrigin,
    risk: open ? raiseRisk(row.risk as Risk, parts.intentRisk) : (row.risk as Risk),
    // While it waits, the hash is of what would be served now: a change of the intent's slots changes it.
    content_hash: open
      ? contentHash({ key: row.key, scope: row.scope, answer: row.answer, slots })
      : row.content_hash,
    answer: row.answer,
    model_answer: row.model_answer,
    model: row.model,
    slots,
    samples,
    count: row.count,
    findings: row.findings as ProposalRecord['findings'],
    acknowledged: row.acknowledged as ProposalRecord['acknowledged'],
    ruleset_version: row.ruleset_version,
    edited_by: row.edited_by,
    claim:
      row.claimed_by && row.claim_until
        ? { by: row.claimed_by, label: parts.claimLabel, until: row.claim_until.toISOString() }
        : null,
    assigned_to: row.assigned_to,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    decided_at: row.decided_at?.toISOString() ?? null,
    decided_by: row.decided_by ? (decider?.actor.label ?? row.decided_by) : null,
    decided_by_id: row.decided_by,
    entry_id: row.entry_id,
    seeded: row.seeded as ProposalRecord['seeded'],
    decisions,
    claim_token: row.claim_token,
  }
}

export function toDecision(row: DecisionRow): Decision {
  return {
    id: row.id,
    verdict: row.verdict as Decision['verdict'],
    actor: { type: row.actor_type, id: row.actor_id, label: row.actor_label },
    content_hash: row.content_hash,
    policy_version: row.policy_version,
    reason_code: row.reason_code,
    reason: row.reason,
    created_at: row.created_at.toISOString(),
    voided_at: row.voided_at?.toISOString() ?? null,
    void_reason: row.void_reason,
  }
}

function toSample(row: SampleRow): ProposalSample {
  return {
    id: row.id,
    text: row.text,
    entities: row.entities as ProposalSample['entities'],
    answer: row.answer,
    count: row.count,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
  }
}
