'use client'

import { Check, ChevronDown, ChevronUp, PencilLine, X } from 'lucide-react'
import { useId } from 'react'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { Tooltip } from '@/components/ui/tooltip'
import type { ReviewKeys } from '@/components/shell/review-keys'
import type { ReviewOrder } from './use-review-order'

type DecisionBarProps = {
  order: ReviewOrder
  keys: ReviewKeys
  editing: boolean
  /** Why approving is not possible; null when it is. */
  whyNotApprove: string | null
  whyNotDecide: string | null
  /** False until the proposal has been painted: nothing unseen is decided. */
  ready: boolean
  blockedDraft: boolean
  onMove: (id: string | null) => void
  onApprove: () => void
  onReject: () => void
  onEdit: () => void
  onSave: () => void
  /** Keeps the edit without deciding. */
  onSaveOnly: () => void
  onCancelEdit: () => void
}

export function DecisionBar(props: DecisionBarProps) {
  const { order, keys, editing, whyNotApprove, whyNotDecide, ready, blockedDraft } = props
  const why = whyNotDecide ?? whyNotApprove
  const whyId = useId()
  return (
    <footer className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-surface px-4 py-2.5 sm:px-6">
      <div className="max-sm:hidden">
        <Position order={order} keys={keys} onMove={props.onMove} />
      </div>
      <p
        className="min-w-0 flex-1 truncate text-sm text-ink-3 max-md:hidden"
        id={whyId}
        title={why ?? undefined}
      >
        {!editing && why}
      </p>
      {editing ? (
        <div className="ml-auto flex gap-2">
          <Button variant="quiet" onClick={props.onCancelEdit}>
            Cancel
          </Button>
          <Button
            disabled={blockedDraft || whyNotDecide !== null}
            onClick={props.onSaveOnly}
            className="max-sm:hidden"
          >
            Save for others
          </Button>
          <Button variant="good" disabled={blockedDraft || whyNotDecide !== null} onClick={props.onSave}>
            <Check aria-hidden />
            Save &amp; approve
          </Button>
        </div>
      ) : (
        <div className="ml-auto flex flex-1 justify-end gap-2 max-sm:[&_kbd]:hidden">
          <Button
            variant="danger-quiet"
            disabled={!ready || whyNotDecide !== null}
            onClick={props.onReject}
            className="max-sm:flex-1"
          >
            <X aria-hidden className="max-sm:hidden" />
            Reject
            <Hint>{keys.reject}</Hint>
          </Button>
          <Button disabled={!ready || whyNotDecide !== null} onClick={props.onEdit} className="max-sm:flex-1">
            <PencilLine aria-hidden className="max-sm:hidden" />
            Edit &amp; approve
            <Hint>{keys.edit}</Hint>
          </Button>
          <Button
            variant="good"
            disabled={!ready || why !== null}
            aria-describedby={why ? whyId : undefined}
            onClick={props.onApprove}
            className="max-sm:flex-1"
          >
            <Check aria-hidden className="max-sm:hidden" />
            Approve
            <Hint>{keys.approve}</Hint>
          </Button>
        </div>
      )}
    </footer>
  )
}

/** Keys are shown to the eye only: the button's name stays its word. */
function Hint({ children }: { children: string }) {
  return (
    <span
      aria-hidden
      className="-mr-1 ml-1 [&_kbd]:border-current/25 [&_kbd]:bg-transparent [&_kbd]:text-current"
    >
      <Kbd>{children}</Kbd>
    </span>
  )
}

type PositionProps = { order: ReviewOrder; keys: ReviewKeys; onMove: (id: string | null) => void }

export function Position({ order, keys, onMove }: PositionProps) {
  return (
    <div className="flex items-center gap-1">
      <Tooltip content="Previous" keys={keys.previous}>
        <Button
          variant="quiet"
          size="icon-sm"
          aria-label="Previous proposal"
          disabled={!order.previous}
          onClick={() => onMove(order.previous)}
        >
          <ChevronUp aria-hidden />
        </Button>
      </Tooltip>
      <Tooltip content="Next" keys={keys.next}>
        <Button
          variant="quiet"
          size="icon-sm"
          aria-label="Next proposal"
          disabled={!order.next}
          onClick={() => onMove(order.next)}
        >
          <ChevronDown aria-hidden />
        </Button>
      </Tooltip>
      {order.at >= 0 && (
        <span className="ml-1 text-sm text-ink-3 tabular-nums ">
          {(order.at + 1).toLocaleString('en')} of {order.total.toLocaleString('en')}
        </span>
      )}
    </div>
  )
}
