import type { Risk, WorkspacePolicy } from '@/lib/workspaces/schema'
import type { Actor, ProposalRecord, Standing, Standings } from '../ports'
import type { Checklist, CheckItem, Decision } from '../schema'

/** What the rules look at. `viewer` is who asks; `slots` and risk are those of now. */
export type ReviewFacts = {
  proposal: ProposalRecord
  policy: WorkspacePolicy
  policy_version: number
  standings: Standings
  viewer: Actor | null
  now: Date
}

export type ApprovalState = Checklist & {
  /** Votes that count: bound to this content and policy, by people who may still decide and did not edit. */
  counted: Decision[]
  /** The viewer's own vote that counts, if any. */
  own: Decision | null
  /** Two people are needed, so an editor's approval does not count. */
  dual: boolean
}

export function actorKey(actor: Actor): string {
  return `${actor.type}:${actor.id}`
}

/** An approval of high risk may need a passkey's proof of this very content; a rejection never does. */
function needsPasskey({ policy, proposal }: Pick<ReviewFacts, 'policy' | 'proposal'>): boolean {
  return policy.passkey_for_high_risk && proposal.risk === 'high'
}

function requiredApprovals(policy: WorkspacePolicy, risk: Risk): number {
  if (risk === 'high') return Math.max(2, policy.approvals_high)
  return risk === 'medium' ? policy.approvals_medium : policy.approvals_low
}

/** Everybody whose rights a decision depends on. */
export function votersOf(proposal: ProposalRecord, viewer: Actor | null): Actor[] {
  const votes = proposal.decisions.filter((vote) => !vote.voided_at).map((vote) => vote.actor)
  return viewer ? [...votes, viewer] : votes
}

/** Votes for this very content, one a person. */
export function countedApprovals(facts: Omit<ReviewFacts, 'viewer' | 'now'>): Decision[] {
  const { proposal, policy, policy_version, standings } = facts
  const dual = requiredApprovals(policy, proposal.risk) > 1
  const people = new Set<string>()
  return proposal.decisions.filter((vote) => {
    const standing = standings.get(actorKey(vote.actor))
    if (vote.verdict !== 'approve' || vote.voided_at !== null || !standing?.may_decide) return false
    if (vote.content_hash !== proposal.content_hash || vote.policy_version !== policy_version) return false
    if (dual && isEditor(proposal, vote.actor, standing)) return false
    if (people.has(standing.person)) return false
    people.add(standing.person)
    return true
  })
}

/** The checklist in words, and what follows from it. Pure: the database is asked before. */
export function approvalState(facts: ReviewFacts): ApprovalState {
  const { proposal, policy, viewer } = facts
  const required = requiredApprovals(policy, proposal.risk)
  const dual = required > 1
  const counted = countedApprovals(facts)
  const standing = viewer ? (facts.standings.get(actorKey(viewer)) ?? null) : null
  const own = counted.find((vote) => personOf(facts, vote) === standing?.person) ?? null
  const open = proposal.status === 'pending' || proposal.status === 'blocked'
  const needs = open ? Math.max(0, required - counted.length) : 0
  const items: CheckItem[] = [
    ...statusItems(proposal),
    ...standingItems(standing),
    ...claimItems(proposal, viewer, facts.now),
    ...findingItems(proposal),
    approvalsItem(required, counted.length),
    ...ownItems({ facts, standing, own, dual }),
    ...passkeyItems(facts),
  ]
  const blocked = (what: CheckItem['blocks'][]) =>
    items.some((item) => !item.ok && what.includes(item.blocks))
  return {
    items,
    may_approve: !blocked(['approve', 'decide']),
    may_reject: !blocked(['decide']),
    needs,
    required,
    passkey: needsPasskey(facts),
    counted,
    own,
    dual,
  }
}

/** The first thing that stands in the way, in words. */
export function whyNot(state: Checklist, verdict: 'approve' | 'reject'): string[] {
  return state.items
    .filter(
      (item) =>
        !item.ok && (item.blocks === 'decide' || (verdict === 'approve' && item.blocks === 'approve')),
    )
    .map((item) => item.text)
}

function personOf(facts: ReviewFacts, vote: Decision): string | undefined {
  return facts.standings.get(actorKey(vote.actor))?.person
}

function isEditor(proposal: ProposalRecord, actor: Actor, standing: Standing): boolean {
  return proposal.edited_by.includes(actor.id) || proposal.edited_by.includes(standing.person)
}

function statusItems(proposal: ProposalRecord): CheckItem[] {
  if (proposal.status === 'pending' || proposal.status === 'blocked') return []
  const who = proposal.decided_by ? ` by ${proposal.decided_by}` : ''
  return [{ ok: false, text: `Already ${proposal.status}${who}.`, blocks: 'decide' }]
}

function standingItems(standing: Standing | null): CheckItem[] {
  if (standing?.may_decide) return []
  return [{ ok: false, text: standing?.why_not ?? 'You may not decide in this workspace.', blocks: 'decide' }]
}

function claimItems(proposal: ProposalRecord, viewer: Actor | null, now: Date): CheckItem[] {
  const { claim } = proposal
  if (!claim || viewer?.type !== 'user' || claim.by === viewer.id) return []
  if (Date.parse(claim.until) <= now.getTime()) return []
  return [{ ok: false, text: `${claim.label} is reviewing it now.`, blocks: 'decide' }]
}

function findingItems(proposal: ProposalRecord): CheckItem[] {
  const acknowledged = new Set(proposal.acknowledged.map((item) => item.rule))
  const rules = new Map(proposal.findings.map((finding) => [finding.rule, finding]))
  const items: CheckItem[] = []
  for (const finding of rules.values()) {
    if (proposal.findings.some((other) => other.rule === finding.rule && other.severity === 'block')) {
      items.push({ ok: false, text: `Must be fixed: ${finding.message}`, blocks: 'approve' })
      continue
    }
    if (!proposal.findings.some((other) => other.rule === finding.rule && other.severity === 'high')) continue
    const ok = acknowledged.has(finding.rule)
    const text = ok ? `Acknowledged: ${finding.message}` : `Acknowledge with a reason: ${finding.message}`
    items.push({ ok, text, blocks: 'approve' })
  }
  if (items.length > 0) return items
  return [{ ok: true, text: 'No finding stands in the way.', blocks: 'none' }]
}

function approvalsItem(required: number, given: number): CheckItem {
  const people = required === 1 ? '1 approval' : `${required} approvals`
  const left = Math.max(0, required - given)
  return {
    ok: left === 0,
    text: left === required ? `Needs ${people}.` : `Needs ${people}; ${left} more.`,
    blocks: 'none',
  }
}

type Own = { facts: ReviewFacts; standing: Standing | null; own: Decision | null; dual: boolean }

function ownItems({ facts, standing, own, dual }: Own): CheckItem[] {
  const { proposal, viewer } = facts
  if (!viewer || !standing) return []
  if (own) {
    const text =
      own.actor.id === viewer.id
        ? 'You have approved it; somebody else must too.'
        : 'You have approved it already, through another key or account.'
    return [{ ok: false, text, blocks: 'approve' }]
  }
  if (!isEditor(proposal, viewer, standing)) return []
  if (!dual)
    return [{ ok: true, text: 'You edited it; at this risk you may approve it yourself.', blocks: 'none' }]
  return [{ ok: false, text: 'You can’t approve it: you edited it.', blocks: 'approve' }]
}

function passkeyItems(facts: ReviewFacts): CheckItem[] {
  if (!facts.viewer || !needsPasskey(facts)) return []
  if (facts.viewer.type === 'user') {
    return [{ ok: true, text: 'Approving asks for your passkey, for this very text.', blocks: 'none' }]
  }
  return [
    { ok: false, text: 'At this risk a person approves, with a passkey: no API key can.', blocks: 'approve' },
  ]
}
