'use client'

import { ChevronDown } from 'lucide-react'
import { Button } from './button'

type LoadMoreProps = {
  shown: number
  total?: number | undefined
  hasMore: boolean
  loading: boolean
  onMore: () => void
}

/** The end of a cursor-paged list: how much is shown, and a way to more. */
export function LoadMore({ shown, total, hasMore, loading, onMore }: LoadMoreProps) {
  const counted =
    total === undefined
      ? shown.toLocaleString('en')
      : `${shown.toLocaleString('en')} of ${total.toLocaleString('en')}`
  return (
    <div className="flex items-center justify-between gap-4 px-1 py-3 text-sm text-ink-3">
      <span aria-live="polite">Showing {counted}</span>
      {hasMore && (
        <Button size="sm" busy={loading} onClick={onMore}>
          Show more
          <ChevronDown aria-hidden />
        </Button>
      )}
    </div>
  )
}
