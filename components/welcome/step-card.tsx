'use client'

import clsx from 'clsx'
import { Check, ChevronDown } from 'lucide-react'
import { useId, type ReactNode } from 'react'

type StepCardProps = {
  number: number
  title: string
  /** What was chosen, once it is done. */
  summary?: ReactNode
  done: boolean
  open: boolean
  onToggle: () => void
  children: ReactNode
}

/** One step of a checklist; its head opens and closes it. */
export function StepCard({ number, title, summary, done, open, onToggle, children }: StepCardProps) {
  const bodyId = useId()
  return (
    <li className="rounded-lg border border-line bg-surface">
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={bodyId}
          onClick={onToggle}
          className="flex w-full items-center gap-3 rounded-lg px-4 py-3 text-left focus-visible:-outline-offset-2"
        >
          <span
            className={clsx(
              'grid size-6 shrink-0 place-items-center rounded-full text-sm font-medium tabular-nums',
              done ? 'bg-good text-good-ink' : open ? 'bg-accent text-accent-ink' : 'bg-press text-ink-2',
            )}
          >
            {done ? <Check role="img" aria-label="Done:" className="size-3.5" strokeWidth={3} /> : number}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block text-md font-semibold tracking-tight">{title}</span>
            {done && !open && summary && (
              <span className="block text-sm [overflow-wrap:anywhere] text-ink-3">{summary}</span>
            )}
          </span>
          <ChevronDown
            aria-hidden
            className={clsx('size-4 shrink-0 text-ink-3 transition-transform', open && 'rotate-180')}
          />
        </button>
      </h2>
      <div id={bodyId} hidden={!open} className="px-4 pb-4 sm:pl-13">
        {open && children}
      </div>
    </li>
  )
}
