import { ArrowDownRight, ArrowUpRight } from 'lucide-react'
import { changeOf } from './words'

/** A change between two whole periods, quietly: rows of lists have many of them. */
export function Delta({ now, previous }: { now: number; previous: number }) {
  const change = changeOf(now, previous)
  if (change === undefined) return now > 0 ? <span>new</span> : null
  if (Math.abs(change) < 0.005) return <span>±0 %</span>
  const Icon = change > 0 ? ArrowUpRight : ArrowDownRight
  return (
    <span className="inline-flex items-center tabular-nums">
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{change > 0 ? 'up' : 'down'} </span>
      {Math.abs(change) > 9.99 ? '>999' : Math.abs(change * 100).toFixed(0)} %
    </span>
  )
}
