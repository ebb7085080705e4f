'use client'

import { Badge } from '@/components/ui/badge'
import { durationWords } from '@/components/ui/format'
import { useNow } from '@/components/ui/time'

const soonMs = 14 * 24 * 3_600_000

/** When an answer must be looked at again; amber in the last two weeks, red once lapsed. */
export function FreshnessBadge({ reviewBy }: { reviewBy: string | null }) {
  const now = useNow()
  if (reviewBy === null) return <span className="text-sm text-ink-3">not set</span>
  const day = reviewBy.slice(0, 10)
  const left = now === null ? soonMs : Date.parse(reviewBy) - now
  if (left < 0) {
    return (
      <Badge tone="bad" dot title={day}>
        {durationWords(-left)} overdue
      </Badge>
    )
  }
  if (left < soonMs) {
    return (
      <Badge tone="warn" dot title={day}>
        in {durationWords(left)}
      </Badge>
    )
  }
  return <span className="text-sm text-ink-2">{day}</span>
}
