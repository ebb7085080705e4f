import { authorize } from '@/lib/auth/authorize'
import type { UserPrincipal } from '@/lib/auth/schema'
import { dayMs } from '@/lib/kernel/time'
import { AssistantOpinion } from './assistant/assistant-schema'
import type { Neighbour, ProposalContext } from './desk/desk-schema'
import type { ContextFacts, ProposalRecord, ReviewDeps } from './ports'
import { requireProposal } from './deciding/review-facts'

const lookedAt = 1_000
const shownNeighbours = 5
/** Share of common words from which two answers could be taken for one another. */
const similarEnough = 0.25

export async function getContext(
  deps: Pick<ReviewDeps, 'unit' | 'clock'>,
  principal: UserPrincipal,
  id: string,
): Promise<ProposalContext> {
  const now = deps.clock.now()
  authorize(principal, { permission: 'view', now })
  const read = deps.unit.read(principal.workspace_id)
  const proposal = await requireProposal(read.proposals.get(id))
  const { scope, key } = proposal
  const [entry, usage, others, history, assistant] = await Promise.all([
    read.entries.find(scope, key),
    read.facts.usage(scope, key, now),
    read.facts.others(scope, key, lookedAt),
    read.facts.history(scope, key, id, 20),
    read.facts.assistant(id),
  ])
  const live = entry?.live
  return {
    live:
      entry && live
        ? {
            entry_id: entry.id,
            version: live.version,
            answer: live.answer,
            approved_at: live.created_at,
            state: entry.state,
          }
        : null,
    neighbours: nearest(proposal, others),
    ...worth(proposal, usage, now),
    history,
    assistant: sameContent(assistant, proposal.content_hash) ? assistant : null,
  }
}

/** An opinion of another text is none of this one. */
function sameContent(opinion: unknown, contentHash: string): boolean {
  return AssistantOpinion.safeParse(opinion).data?.content_hash === contentHash
}

/** Demand seen so far, carried on: what approving would save and what waiting has cost. */
function worth(proposal: ProposalRecord, usage: Awaited<ReturnType<ContextFacts['usage']>>, now: Date) {
  const days = Math.max(1, (now.getTime() - Date.parse(proposal.created_at)) / dayMs)
  const perDay = usage.requests > 0 ? usage.requests / 7 : proposal.count / days
  const cost = usage.miss_cost_usd
  return {
    hits_per_day: round(perDay),
    saved_per_month_usd: cost === null ? null : round(perDay * 30 * cost),
    waiting_cost_usd: cost === null ? null : round(proposal.count * cost),
  }
}

/** Answers with the most words in common (Jaccard index over key, answer and samples). */
function nearest(
  proposal: Pick<ProposalRecord, 'key' | 'answer'>,
  others: Omit<Neighbour, 'similarity'>[],
): Neighbour[] {
  const own = words(`${proposal.key} ${proposal.answer}`)
  return others
    .map((other) => ({ ...other, similarity: round(jaccard(own, words(`${other.key} ${other.answer}`))) }))
    .filter((other) => other.similarity >= similarEnough)
    .sort((a, b) => b.similarity - a.similarity || (a.key < b.key ? -1 : 1))
    .slice(0, shownNeighbours)
}

function words(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])
}

function jaccard(a: Set<string>, b: Set<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let common = 0
  for (const word of a) if (b.has(word)) common++
  return common / (a.size + b.size - common)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
