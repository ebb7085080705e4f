'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import { api, apiPath, stepUp } from '@/components/data/api'
import { problemText } from '@/components/data/problem'
import { checklistQuery, proposalContextQuery, proposalQuery } from '@/components/data/queries'
import { useKeys } from '@/components/shell/keys'
import { useMay } from '@/components/shell/me'
import { useReviewKeys } from '@/components/shell/review-keys'
import { Callout } from '@/components/ui/callout'
import { approvalBinding, ProposalDetail } from '@/lib/proposals/schema'
import { AnswerColumn } from './answer-column'
import type { EditorHandle } from './answer-editor'
import { ChangedBanner } from './changed-banner'
import { ContextColumn } from './context-column'
import { DecisionBar, Position } from './decision-bar'
import { EvidenceColumn } from './evidence-column'
import { RejectDialog } from './reject-dialog'
import { ReviewHeader } from './review-header'
import { useClaim } from './use-claim'
import { useDecide, type Verdict } from './use-decide'
import { useLint, useSafetyPolicy } from './use-lint'
import { usePainted } from './use-ready'
import { useSeen } from './use-seen'
import { useReviewCommands } from './use-review-commands'
import type { ReviewOrder } from './use-review-order'
import { whyNotFor } from './why-not'

type ReviewItemProps = { proposal: ProposalDetail; order: ReviewOrder }

export function ReviewItem({ proposal, order }: ReviewItemProps) {
  const client = useQueryClient()
  const keys = useReviewKeys()
  const { decide, undo, open } = useDecide()
  const waiting = proposal.status === 'pending' || proposal.status === 'blocked'
  const painted = usePainted(order.known)
  // Whatever asks the server waits until the page stands there: it is what the next key waits for.
  const claim = useClaim(proposal.id, useMay('proposal.decide') && waiting && painted)
  const { seen, openedAt, see } = useSeen(proposal)
  const [draft, setDraft] = useState<string | null>(null)
  const [rejecting, setRejecting] = useState(false)
  const editor = useRef<EditorHandle>(null)
  const sent = useRef(false)
  useEffect(() => {
    sent.current = false
  }, [])

  const changed = seen.hash !== proposal.content_hash
  const checklist = useQuery({
    ...checklistQuery(proposal.id, proposal.content_hash),
    enabled: waiting && painted,
  })
  const context = useQuery({ ...proposalContextQuery(proposal.id), enabled: painted })
  const report = useLint(draft ?? proposal.answer, proposal.slots, useSafetyPolicy())
  const { whyNotApprove, whyNotDecide } = whyNotFor({
    proposal,
    waiting,
    changed,
    claim: claim.state,
    checklist: checklist.data,
  })

  async function go(verdict: Verdict) {
    // An edit at this risk is no vote: it waits for others, and needs no proof.
    const votes = verdict.decision === 'approve' && verdict.answer === undefined
    if (votes && checklist.data?.passkey) {
      const bound = approvalBinding({ id: proposal.id, content_hash: seen.hash })
      const why = `You approve ${proposal.key} as it stands here: the proof is bound to this very text.`
      if (!(await stepUp({ why, bound }))) return
    }
    // The page goes on a moment after the key: another one until then is not a second decision.
    if (sent.current) return
    sent.current = true
    void decide(verdict, { proposal, contentHash: seen.hash, openedAt: openedAt(), claim, next: order.next })
  }
  function approve() {
    const why = whyNotDecide ?? whyNotApprove
    if (why) toast(why)
    else void go({ decision: 'approve' })
  }
  function edit() {
    if (whyNotDecide) return void toast(whyNotDecide)
    setDraft((was) => was ?? proposal.answer)
    editor.current?.focus()
  }
  function save() {
    if (draft === null || draft.trim() === '' || report?.blocked || whyNotDecide) return
    void go(
      draft.trim() === proposal.answer
        ? { decision: 'approve' }
        : { decision: 'approve', answer: draft.trim() },
    )
  }
  async function saveOnly() {
    if (draft === null) return
    try {
      const body = { answer: draft.trim(), content_hash: seen.hash, claim_token: await claim.token() }
      const path = `${apiPath('/api/console/proposals', proposal.id)}/answer`
      const saved = await api('PUT', path, ProposalDetail, { body })
      client.setQueryData(proposalQuery(proposal.id).queryKey, saved)
      see(saved)
      setDraft(null)
    } catch (error) {
      toast.error(problemText(error))
    }
  }
  async function acknowledge(rule: string, reason: string) {
    const path = `${apiPath('/api/console/proposals', proposal.id)}/acknowledge`
    const body = { items: [{ rule, reason }], content_hash: seen.hash, claim_token: await claim.token() }
    client.setQueryData(
      proposalQuery(proposal.id).queryKey,
      await api('POST', path, ProposalDetail, { body }),
    )
    await client.invalidateQueries({ queryKey: ['proposals', 'checklist', proposal.id] })
  }

  const actions = {
    next: () => order.next && open(order.next),
    previous: () => order.previous && open(order.previous),
    approve,
    reject: () => (whyNotDecide ? void toast(whyNotDecide) : setRejecting(true)),
    edit,
    undo: () => void undo(),
  }
  useKeys((key) => {
    const action = (Object.keys(actions) as (keyof typeof actions)[]).find((name) => keys[name] === key)
    if (!action || !painted) return false
    actions[action]()
    return true
  })
  useReviewCommands(actions, keys)
  useTitle(proposal.key)

  return (
    <div className="@container flex h-full flex-col">
      <ReviewHeader
        proposal={proposal}
        claim={claim.state}
        position={<Position order={order} keys={keys} onMove={open} />}
      />
      <div className="review-columns">
        <div className="review-evidence">
          <EvidenceColumn proposal={proposal} />
        </div>
        <div className="review-answer">
          {changed && (
            <ChangedBanner seen={seen.answer} now={proposal.answer} onAccept={() => see(proposal)} />
          )}
          {!waiting && <Decided proposal={proposal} />}
          <AnswerColumn
            proposal={proposal}
            draft={draft}
            onDraft={setDraft}
            report={report}
            editor={editor}
            live={context.data?.live?.answer ?? null}
            onSubmit={save}
            onCancel={() => setDraft(null)}
            onAcknowledge={waiting && !whyNotDecide ? acknowledge : undefined}
          />
        </div>
        <div className="review-context">
          <ContextColumn
            proposal={proposal}
            checklist={waiting ? checklist.data : undefined}
            waiting={waiting}
            ready={painted}
          />
        </div>
      </div>
      <DecisionBar
        order={order}
        keys={keys}
        editing={draft !== null}
        whyNotApprove={whyNotApprove}
        whyNotDecide={whyNotDecide}
        ready={painted}
        blockedDraft={report?.blocked === true || draft?.trim() === ''}
        onMove={open}
        onApprove={approve}
        onReject={() => setRejecting(true)}
        onEdit={edit}
        onSave={save}
        onSaveOnly={() => void saveOnly()}
        onCancelEdit={() => setDraft(null)}
      />
      <RejectDialog
        open={rejecting}
        onOpenChange={setRejecting}
        title={`Reject ${proposal.key}`}
        busy={false}
        onReject={({ reason_code, reason }) =>
          void go({ decision: 'reject', reason_code, ...(reason ? { reason } : {}) })
        }
      />
    </div>
  )
}

function Decided({ proposal }: { proposal: ProposalDetail }) {
  const tone = proposal.status === 'approved' ? 'good' : 'info'
  return (
    <Callout
      tone={tone}
      className="mb-5"
      title={`Already ${proposal.status}${proposal.decided_by ? ` by ${proposal.decided_by}` : ''}`}
    >
      {proposal.decisions.find((vote) => vote.voided_at === null && vote.reason)?.reason}
    </Callout>
  )
}

function useTitle(key: string) {
  useEffect(() => {
    document.title = `${key} · Review · L0 Cache`
  }, [key])
}
