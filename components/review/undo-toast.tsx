'use client'

import { CircleDashed, CircleCheck, CircleX, UsersRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { toast } from 'sonner'
import { plural } from '@/components/ui/format'
import { Kbd } from '@/components/ui/kbd'

type Decided = {
  id: string
  key: string
  verdict: 'approve' | 'reject'
  /** Approvals still wanted; 0 when this one decided it. */
  needs: number
  untilMs: number
  undo: () => void
}

/** Says what was decided, and offers to take it back for as long as that is possible. */
export function showDecided(decided: Decided): void {
  const duration = Math.max(2_500, decided.untilMs - Date.now())
  toast.custom(() => <DecidedToast decided={decided} />, { id: decided.id, duration })
}

/** The next proposal is already on the screen while this one is being saved. */
export function showSaving({ id, key, verdict }: Pick<Decided, 'id' | 'key' | 'verdict'>): void {
  toast.custom(() => <SavingToast name={key} verdict={verdict} />, { id, duration: Infinity })
}

/** An edit at high risk counts as no vote: others decide about it. */
export function showSaved(id: string, key: string, needs: number): void {
  toast.success(`${key} saved`, {
    id,
    description: `You edited it, so ${plural(needs, 'other person', 'other people')} must approve.`,
  })
}

// The toaster's own frame is around it.
const frame = 'flex w-full min-h-8 items-center gap-3'

function SavingToast({ name, verdict }: { name: string; verdict: Decided['verdict'] }) {
  return (
    <div role="status" className={frame}>
      <CircleDashed aria-hidden className="size-4.5 shrink-0 animate-shimmer text-ink-3" />
      <p className="min-w-0 flex-1 truncate text-base">
        {verdict === 'approve' ? 'Approving' : 'Rejecting'} <span className="font-mono text-sm">{name}</span>
      </p>
    </div>
  )
}

function DecidedToast({ decided }: { decided: Decided }) {
  const { key, verdict, needs, untilMs, undo } = decided
  const left = useSecondsLeft(untilMs)
  const approved = verdict === 'approve'
  const Icon = needs > 0 ? UsersRound : approved ? CircleCheck : CircleX
  return (
    <div role="status" className={frame}>
      <Icon
        aria-hidden
        className={approved ? 'size-4.5 shrink-0 text-good-text' : 'size-4.5 shrink-0 text-bad-text'}
      />
      <p className="min-w-0 flex-1 text-base">
        <span className="block truncate">
          <span className="font-medium">{approved ? 'Approved' : 'Rejected'}</span>{' '}
          <span className="font-mono text-sm">{key}</span>
        </span>
        {needs > 0 && (
          <span className="block text-sm text-ink-3">{plural(needs, 'more approval')} needed</span>
        )}
      </p>
      {left > 0 && (
        <button
          type="button"
          onClick={undo}
          className="flex h-8 items-center gap-2 rounded-sm border border-line-strong bg-surface px-2.5 text-sm font-medium hover:bg-hover"
        >
          Undo
          <span aria-hidden className="min-w-4 text-right whitespace-nowrap text-ink-3 tabular-nums">
            {left}
          </span>
          <span aria-hidden>
            <Kbd>u</Kbd>
          </span>
        </button>
      )}
    </div>
  )
}

function useSecondsLeft(untilMs: number): number {
  const [left, setLeft] = useState(() => secondsUntil(untilMs))
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsUntil(untilMs)), 250)
    return () => clearInterval(timer)
  }, [untilMs])
  return left
}

function secondsUntil(untilMs: number): number {
  return Math.max(0, Math.ceil((untilMs - Date.now()) / 1_000))
}
