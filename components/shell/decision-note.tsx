'use client'

import { CircleCheck, CircleDashed, CircleX, UsersRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { plural } from '@/components/ui/format'
import { Kbd } from '@/components/ui/kbd'
import { useDecisionNote, type DecisionNote } from './decision-note-store'

/**
 * Says what was decided, and offers to take it back for as long as that is possible. Not a toast: whoever
 * clears a queue makes one with every key, and a toaster measures the page each time.
 */
export function DecisionNoteRegion() {
  const note = useDecisionNote()
  return (
    <div
      role="status"
      className="pointer-events-none fixed right-4 bottom-19 z-40 w-88 max-w-[calc(100vw-2rem)] contain-layout"
    >
      {note && (
        <div className="pointer-events-auto flex min-h-14 items-center gap-3 rounded-lg border border-line bg-raised px-4 py-3 text-base text-ink shadow-mid">
          {note.state === 'saving' ? <Saving note={note} /> : <Decided key={note.id} note={note} />}
        </div>
      )}
    </div>
  )
}

function Saving({ note: { verdict, key } }: { note: DecisionNote }) {
  return (
    <>
      <CircleDashed aria-hidden className="size-4.5 shrink-0 animate-shimmer text-ink-3" />
      <p className="min-w-0 flex-1 truncate">
        {verdict === 'approve' ? 'Approving' : 'Rejecting'} <span className="font-mono text-sm">{key}</span>
      </p>
    </>
  )
}

function Decided({ note }: { note: DecisionNote & { state: 'decided' } }) {
  const { key, verdict, needs, untilMs, undo } = note
  const left = useSecondsLeft(untilMs)
  const approved = verdict === 'approve'
  const Icon = needs > 0 ? UsersRound : approved ? CircleCheck : CircleX
  return (
    <>
      <Icon
        aria-hidden
        className={approved ? 'size-4.5 shrink-0 text-good-text' : 'size-4.5 shrink-0 text-bad-text'}
      />
      <p className="min-w-0 flex-1">
        <span className="block font-medium">{approved ? 'Approved' : 'Rejected'}</span>{' '}
        <span className="block truncate font-mono text-sm">{key}</span>
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
          <span aria-hidden className="max-sm:hidden">
            <Kbd>u</Kbd>
          </span>
        </button>
      )}
    </>
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
