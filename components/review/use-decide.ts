'use client'

import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import { toast } from 'sonner'
import { api, apiPath } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { rememberedFilters } from '@/components/queue/use-queue-filters'
import { proposalQuery } from '@/components/data/queries'
import { beginDecision, hideDecision, showDecision } from '@/components/shell/decision-note-store'
import { plural } from '@/components/ui/format'
import { DecisionResult, ProposalDetail, type DecideProposal, type Proposal } from '@/lib/proposals/schema'
import { showProposal } from './opened-proposal'
import { afterPaint } from './after-paint'
import { removeFromLists, returnToLists } from './decided-here'
import { decisionUnderWay, rememberDecision, takeLastDecision } from './last-decision'
import type { ClaimHandle } from './use-claim'

export type Verdict = Pick<DecideProposal, 'decision' | 'answer' | 'reason' | 'reason_code'>
type Deciding = {
  proposal: Proposal
  contentHash: string
  openedAt: string
  claim: ClaimHandle
  next: string | null
}

const voteUndoMs = 10_000

/** Moves to a proposal without a trip to the server: the page stays, the address changes. */
function useOpenProposal() {
  const router = useRouter()
  return useCallback(
    (id: string | null) => {
      const filters = rememberedFilters()
      if (id === null) router.push(filters ? `/queue?${filters}` : '/queue')
      else showProposal(id)
    },
    [router],
  )
}

/**
 * Decides and goes on at once; the answer of the server comes to a note. A refusal puts the proposal
 * back and says why.
 */
export function useDecide() {
  const client = useQueryClient()
  const open = useOpenProposal()

  const undo = useCallback(async () => {
    const decision = await takeLastDecision()
    if (!decision) return void toast('Nothing to undo any more.')
    try {
      const path = `${apiPath('/api/console/proposals', decision.id)}/undo`
      const proposal = await api('POST', path, ProposalDetail)
      client.setQueryData(proposalQuery(decision.id).queryKey, proposal)
      returnToLists(client, decision.id)
      hideDecision(decision.id)
      toast.success(`Taken back: ${decision.key} waits again`)
      open(decision.id)
    } catch (error) {
      toast.error(problemText(error), { id: decision.id })
    }
  }, [client, open])

  const decide = useCallback(
    async (verdict: Verdict, { proposal, contentHash, openedAt, claim, next }: Deciding) => {
      claim.keep()
      open(next)
      removeFromLists(client, proposal)
      beginDecision(proposal.id)
      const { id, key } = proposal
      const callOff = afterPaint(() => showDecision({ state: 'saving', id, key, verdict: verdict.decision }))
      const sending = claim.token().then((claim_token) =>
        api('POST', `${apiPath('/api/v1/proposals', proposal.id)}/decision`, DecisionResult, {
          body: { ...verdict, content_hash: contentHash, claim_token, opened_at: openedAt },
        }).then((result) => settle(client, verdict, result, proposal, () => void undo())),
      )
      decisionUnderWay(sending)
      // A quick answer is not covered by the word that it is awaited.
      void sending.finally(callOff).catch(() => {})
      await sending.catch((error: unknown) => {
        returnToLists(client, proposal.id)
        hideDecision(proposal.id)
        toast.error(`${proposal.key} was not ${verdict.decision === 'approve' ? 'approved' : 'rejected'}`, {
          id: proposal.id,
          description: problemText(error),
          duration: 12_000,
          action: { label: 'Open', onClick: () => open(proposal.id) },
        })
      })
    },
    [client, open, undo],
  )

  return { decide, undo, open }
}

function settle(
  client: QueryClient,
  verdict: Verdict,
  result: DecisionResult,
  listed: Proposal,
  undo: () => void,
) {
  const { proposal } = result
  // A list read between the key press and the commit has it again.
  removeFromLists(client, listed)
  client.setQueryData(proposalQuery(proposal.id).queryKey, proposal)
  refreshCountsSoon(client)
  const waits = proposal.status === 'pending' || proposal.status === 'blocked'
  const voted = !waits || proposal.decisions.some((vote) => vote.voided_at === null)
  if (!voted) return showSaved(proposal, result.needs)
  const until = result.undo_until ? Date.parse(result.undo_until) : waits ? Date.now() + voteUndoMs : 0
  rememberDecision({ id: proposal.id, key: proposal.key, verdict: verdict.decision, untilMs: until })
  showDecision({
    state: 'decided',
    id: proposal.id,
    key: proposal.key,
    verdict: verdict.decision,
    needs: waits ? result.needs : 0,
    untilMs: until,
    undo,
  })
}

/** An edit at high risk counts as no vote: others decide about it. */
function showSaved({ id, key }: Proposal, needs: number) {
  hideDecision(id)
  toast.success(`${key} saved`, {
    description: `You edited it, so ${plural(needs, 'other person', 'other people')} must approve.`,
  })
}

const countsPauseMs = 1_500
let countsTimer: ReturnType<typeof setTimeout> | undefined

/** Once after a row of decisions: the counts shown were adjusted with each. */
function refreshCountsSoon(client: QueryClient) {
  clearTimeout(countsTimer)
  countsTimer = setTimeout(() => {
    void client.invalidateQueries({ queryKey: ['proposals', 'summary'] })
    void client.invalidateQueries({ queryKey: ['entries'] })
  }, countsPauseMs)
}
