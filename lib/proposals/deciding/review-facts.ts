import type { Principal } from '@/lib/auth/schema'
import { actorOf } from '@/lib/entries/actor'
import { L0Error, notFound } from '@/lib/kernel/errors'
import { votersOf, type ReviewFacts } from './approval-rules'
import type { PolicyReader, ProposalRecord, VoterDirectory } from '../ports'

export type FactSources = { policy: PolicyReader; voters: VoterDirectory }

/** Everything the rules need about one proposal, with rights read as they are now. */
export async function factsOf(
  sources: FactSources,
  proposal: ProposalRecord,
  principal: Principal | null,
  now: Date,
): Promise<ReviewFacts> {
  const viewer = principal ? actorOf(principal) : null
  const { policy, policy_version } = await sources.policy.current()
  const standings = await sources.voters.standings(votersOf(proposal, viewer))
  return { proposal, policy, policy_version, standings, viewer, now }
}

/** The same for a page of proposals: two statements, however many there are. */
export async function factsOfMany(
  sources: FactSources,
  proposals: ProposalRecord[],
  principal: Principal | null,
  now: Date,
): Promise<ReviewFacts[]> {
  const viewer = principal ? actorOf(principal) : null
  const { policy, policy_version } = await sources.policy.current()
  const actors = proposals.flatMap((proposal) => votersOf(proposal, viewer))
  const standings = await sources.voters.standings(actors)
  return proposals.map((proposal) => ({ proposal, policy, policy_version, standings, viewer, now }))
}

export async function requireProposal(found: Promise<ProposalRecord | null>): Promise<ProposalRecord> {
  const proposal = await found
  if (!proposal) throw notFound('This proposal')
  return proposal
}

/** Throws `already_decided`, naming who decided what and when. */
export function requireWaiting(proposal: ProposalRecord): void {
  if (proposal.status === 'pending' || proposal.status === 'blocked') return
  const who = proposal.decided_by ?? 'somebody else'
  throw new L0Error('already_decided', `Already ${proposal.status} by ${who}.`, {
    extra: { status: proposal.status, decided_by: proposal.decided_by, decided_at: proposal.decided_at },
  })
}

/** Throws `content_changed` unless the caller looked at what is there now. */
export function requireSameContent(proposal: ProposalRecord, seenHash: string): void {
  if (proposal.content_hash === seenHash) return
  throw new L0Error(
    'content_changed',
    'The proposal changed since you looked at it. Look again, then decide.',
    {
      extra: { content_hash: proposal.content_hash },
    },
  )
}

/** People at the console hold a claim; a program deciding by key does not need one. */
export function requireClaim(
  proposal: ProposalRecord,
  principal: Principal,
  token: string | undefined,
  now: Date,
): void {
  if (principal.kind !== 'user') return
  const { claim } = proposal
  const live = claim && Date.parse(claim.until) > now.getTime()
  if (live && claim.by === principal.user_id && token !== undefined && token === proposal.claim_token) return
  const holder = live && claim.by !== principal.user_id ? ` ${claim.label} is reviewing it.` : ''
  throw new L0Error('claim_lost', `Your claim on this proposal has lapsed.${holder} Open it again to decide.`)
}
