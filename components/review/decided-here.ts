'use client'

import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { queueSummaryQuery } from '@/components/data/queries'
import type { ProposalPage } from '@/components/data/shapes'
import type { Proposal } from '@/lib/proposals/schema'
import { afterPaint } from './after-paint'

/** Proposals that this tab's decisions took out of the lists, with the number of the decision. */
const takenOut = new Map<string, number>()
const remembered = 500
let decisions = 0

/** The list closes the gap at once; the server's word comes later. */
export function removeFromLists(client: QueryClient, { id, status }: Proposal): void {
  takenOut.delete(id)
  takenOut.set(id, ++decisions)
  if (takenOut.size > remembered) takenOut.delete(takenOut.keys().next().value!)
  if (!takeOut(client, id) || (status !== 'pending' && status !== 'blocked')) return
  afterPaint(() =>
    client.setQueryData(queueSummaryQuery().queryKey, (summary) =>
      summary ? { ...summary, [status]: Math.max(0, summary[status] - 1) } : summary,
    ),
  )
}

/** The decision did not hold: the proposal belongs into the lists again. */
export function returnToLists(client: QueryClient, id: string): void {
  takenOut.delete(id)
  void client.invalidateQueries({ queryKey: ['proposals'] })
}

/**
 * Fetches the next page of a list. It is put behind the pages as they were when it was asked for: what was decided
 * meanwhile would stand in the list again, so it is taken out before anybody sees it.
 */
export async function fetchMore(client: QueryClient, fetchNextPage: () => Promise<unknown>): Promise<void> {
  const before = decisions
  await fetchNextPage()
  for (const [id, number] of takenOut) if (number > before) takeOut(client, id)
}

/** False when no list has it. */
function takeOut(client: QueryClient, id: string): boolean {
  let found = false
  client.setQueriesData<InfiniteData<ProposalPage>>({ queryKey: ['proposals', 'list'] }, (data) => {
    if (!data) return data
    const page = data.pages.findIndex((one) => one.items.some((item) => item.id === id))
    if (page === -1) return data
    found = true
    const pages = data.pages.map((one, index) => ({
      ...one,
      ...(one.total === undefined ? {} : { total: one.total - 1 }),
      items: index === page ? one.items.filter((item) => item.id !== id) : one.items,
    }))
    return { ...data, pages }
  })
  return found
}
