'use client'

import clsx from 'clsx'
import { priorityOf } from '@/lib/proposals/desk/priority'
import type { Proposal } from '@/lib/proposals/schema'

const looks = { low: 'text-ink-3', medium: 'text-warn-text', high: 'font-medium text-bad-text' } as const
const words = { low: 'Low', medium: 'Medium', high: 'High' } as const

/** High, Medium or Low as bars and a word; the formula behind it on hover. */
export function PriorityBadge({ proposal }: { proposal: Proposal }) {
  const level = proposal.priority
  return (
    <span
      className={clsx('flex w-20 items-center gap-2 text-sm', looks[level])}
      title={`Priority is risk × volume × age: ${priorityOf(proposal, new Date()).formula}`}
    >
      <Bars filled={level === 'high' ? 3 : level === 'medium' ? 2 : 1} />
      {words[level]}
      <span className="sr-only"> priority</span>
    </span>
  )
}

function Bars({ filled }: { filled: number }) {
  return (
    <svg viewBox="0 0 14 12" aria-hidden className="h-3 w-3.5 fill-current">
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={bar * 5}
          y={8 - bar * 4}
          width="3.5"
          height={4 + bar * 4}
          rx="1"
          className={bar < filled ? '' : 'opacity-25'}
        />
      ))}
    </svg>
  )
}
