'use client'

import clsx from 'clsx'
import { durationWords } from '@/components/ui/format'
import { useNow } from '@/components/ui/time'

const hourMs = 3_600_000
const amberAt = 0.75

/** `hours`: the workspace's review goal (`useGoalHours`). */
type SlaClockProps = { since: string; hours: number | undefined; className?: string }

/** Time left of the review goal: calm, amber from 75 %, red once over. */
export function SlaClock({ since, hours, className }: SlaClockProps) {
  const now = useNow()
  if (now === null || hours === undefined)
    return <span className={clsx('inline-block h-4 w-16', className)} />
  const spent = (now - Date.parse(since)) / (hours * hourMs)
  const left = hours * hourMs * (1 - spent)
  const over = spent >= 1
  const look = over ? 'text-bad-text' : spent >= amberAt ? 'text-warn-text' : 'text-ink-3'
  const words = over ? `${durationWords(-left)} over` : `${durationWords(left)} left`
  return (
    <span
      className={clsx(
        'inline-flex items-center gap-1.5 text-sm whitespace-nowrap tabular-nums',
        look,
        className,
      )}
      title={`Waiting ${durationWords(now - Date.parse(since))}; the goal is ${hours} h`}
    >
      <Ring share={Math.min(1, Math.max(0, spent))} />
      {words}
    </span>
  )
}

const radius = 5.5
const around = 2 * Math.PI * radius

function Ring({ share }: { share: number }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden className="size-3.5 -rotate-90">
      <circle cx="7" cy="7" r={radius} className="fill-none stroke-current opacity-25" strokeWidth="2" />
      <circle
        cx="7"
        cy="7"
        r={radius}
        className="fill-none stroke-current"
        strokeWidth="2"
        strokeDasharray={`${share * around} ${around}`}
      />
    </svg>
  )
}
