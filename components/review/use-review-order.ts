'use client'

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { proposalContextQuery, proposalQuery, proposalsQuery } from '@/components/data/queries'
import { readFilters, toQuery } from '@/components/queue/filters'
import { reviewOrder } from '@/components/queue/group-proposals'
import { rememberedFilters } from '@/components/queue/use-queue-filters'
import type { Proposal } from '@/lib/proposals/schema'
import { fetchMore } from './decided-here'

export type ReviewOrder = {
  /** From 0; −1 when the proposal is not in the list. */
  at: number
  total: number
  next: string | null
  previous: string | null
  listed: Proposal | undefined
  /** False until it is known what comes next: a decision before that would lead nowhere. */
  known: boolean
}

const never = () => () => {}
/** Somebody who goes through the list with a key is quicker than a page is loaded. */
const fetchAhead = 60
/** The same for the items themselves: one key may follow another before an item has been read. */
const readAhead = 3
const readAheadAfterMs = 60

/**
 * Where a proposal stands in the queue as it was last filtered, and what comes before and after; reads
 * ahead from `id`, the one on the screen.
 */
export function useReviewOrder(id: string): (id: string) => ReviewOrder {
  const remembered = useSyncExternalStore(never, rememberedFilters, () => '')
  const query = useMemo(() => {
    const filters = readFilters(new URLSearchParams(remembered))
    return toQuery(filters.tab === 'decided' ? { ...filters, tab: 'pending' } : filters)
  }, [remembered])
  const client = useQueryClient()
  const list = useInfiniteQuery(proposalsQuery(query))
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const order = useMemo(() => reviewOrder(items), [items])
  const at = order.indexOf(id)

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  useEffect(() => {
    if (at >= order.length - fetchAhead && hasNextPage && !isFetchingNextPage)
      void fetchMore(client, fetchNextPage)
  }, [client, at, order.length, hasNextPage, isFetchingNextPage, fetchNextPage])

  usePrefetch(order.slice(at + 1, at + 1 + readAhead))
  const total = list.data?.pages[0]?.total ?? order.length
  const { isPending } = list
  return useCallback(
    (id: string) => {
      const at = order.indexOf(id)
      const next = order[at + 1] ?? null
      return {
        at,
        total,
        next: next === id ? null : next,
        previous: at > 0 ? (order[at - 1] ?? null) : null,
        listed: items.find((item) => item.id === id),
        // At the end of what is loaded, with more to come: a key waits for it.
        known: !isPending && (next !== null || !hasNextPage),
      }
    },
    [order, items, total, isPending, hasNextPage],
  )
}

function usePrefetch(ids: string[]) {
  const client = useQueryClient()
  const joined = ids.join(' ')
  useEffect(() => {
    const read = () => {
      for (const id of joined.split(' ').filter(Boolean)) {
        // Read once: the next key would read the same ones again.
        void client.prefetchQuery({ ...proposalQuery(id), staleTime: 60_000 })
        void client.prefetchQuery(proposalContextQuery(id))
      }
    }
    // After what the person is waiting for.
    const timer = setTimeout(read, readAheadAfterMs)
    return () => clearTimeout(timer)
  }, [client, joined])
}
