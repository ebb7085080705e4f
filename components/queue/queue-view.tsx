'use client'

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { proposalsQuery } from '@/components/data/queries'
import { fetchMore } from '@/components/review/decided-here'
import { useDecide } from '@/components/review/use-decide'
import { useKeys } from '@/components/shell/keys'
import { useReviewKeys } from '@/components/shell/review-keys'
import { useMay } from '@/components/shell/me'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { toQuery } from './filters'
import { groupProposals } from './group-proposals'
import { NewPill } from './new-pill'
import { QueueHeader } from './queue-header'
import { QueueList } from './queue-list'
import { useQueueFilters } from './use-queue-filters'

const QueueEmpty = dynamic(() => import('./queue-empty').then((module) => module.QueueEmpty))
// Loaded with the first selection.
const BulkBar = dynamic(() => import('./bulk-bar').then((module) => module.BulkBar), { ssr: false })

const nothing: ReadonlySet<string> = new Set()

/** The queue: header and filters stay, the list scrolls. */
export function QueueView() {
  const { filters, change } = useQueueFilters()
  const query = useMemo(() => toQuery(filters), [filters])
  const deferred = useDeferredValue(query)
  const list = useInfiniteQuery(proposalsQuery(deferred))
  const client = useQueryClient()
  const mayDecide = useMay('proposal.decide')
  const [selected, setSelected] = useState<ReadonlySet<string>>(nothing)
  const [closed, setClosed] = useState<ReadonlySet<string>>(nothing)

  const proposals = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const lines = useMemo(() => groupProposals(proposals, closed), [proposals, closed])
  const total = list.data?.pages[0]?.total
  const selectable = mayDecide && filters.tab !== 'decided'

  const select = useCallback((ids: string[], on: boolean) => setSelected((was) => withAll(was, ids, on)), [])
  const toggleGroup = useCallback((key: string) => setClosed((was) => withAll(was, [key], !was.has(key))), [])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchMore(client, fetchNextPage)
  }, [client, hasNextPage, isFetchingNextPage, fetchNextPage])
  // Here, because the last decision may have emptied the list.
  const keys = useReviewKeys()
  const { undo } = useDecide()
  useKeys((key) => {
    if (key !== keys.undo) return false
    void undo()
    return true
  })
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: ['proposals'] }), [client])

  return (
    <div className="flex h-full flex-col">
      <QueueHeader filters={filters} change={change} total={total} />
      <div className="relative flex min-h-0 flex-1 flex-col border-t border-line">
        {filters.tab === 'pending' && list.data && (
          <NewPill filters={query} known={proposals} onShow={refresh} />
        )}
        {list.isPending && <SkeletonRows rows={12} />}
        {list.isError && !list.data && (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} what="the queue" />
        )}
        {list.data && lines.length === 0 && <QueueEmpty filters={filters} change={change} />}
        {lines.length > 0 && (
          <QueueList
            key={JSON.stringify(deferred)}
            lines={lines}
            selected={selected}
            selectable={selectable}
            onSelect={select}
            onToggleGroup={toggleGroup}
            onEnd={more}
          />
        )}
        {selected.size > 0 && (
          <BulkBar
            selected={proposals.filter((proposal) => selected.has(proposal.id))}
            onDone={() => {
              setSelected(nothing)
              refresh()
            }}
            onClear={() => setSelected(nothing)}
          />
        )}
      </div>
    </div>
  )
}

function withAll(was: ReadonlySet<string>, ids: string[], on: boolean): ReadonlySet<string> {
  const next = new Set(was)
  for (const id of ids) {
    if (on) next.add(id)
    else next.delete(id)
  }
  return next
}
