import { InfiniteQueryObserver, notifyManager, QueryClient, type InfiniteData } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { proposalsQuery } from '@/components/data/queries'
import type { ProposalPage } from '@/components/data/shapes'
import type { Proposal } from '@/lib/proposals/schema'
import { fetchMore, removeFromLists, returnToLists } from './decided-here'

const proposal = (id: string) => ({ id, status: 'pending' }) as Proposal

/** A list of two pages whose second one arrives when it is told to. */
function list() {
  const client = new QueryClient()
  let arrive = () => {}
  const arrived = new Promise<void>((resolve) => (arrive = resolve))
  const observer = new InfiniteQueryObserver(client, {
    ...proposalsQuery({}),
    queryFn: async ({ pageParam }): Promise<ProposalPage> => {
      if (pageParam === null)
        return { items: [proposal('a'), proposal('b')], next_cursor: 'more', total: 3 } as ProposalPage
      await arrived
      return { items: [proposal('c')], next_cursor: null } as unknown as ProposalPage
    },
  })
  const data = () => client.getQueryData<InfiniteData<ProposalPage>>(proposalsQuery({}).queryKey)!
  return {
    client,
    arrive,
    /** Whatever a component was ever shown: `useInfiniteQuery` subscribes like this. */
    watch: (see: (ids: string) => void) =>
      observer.subscribe(notifyManager.batchCalls(() => data() && see(ids(data())))),
    next: () => observer.fetchNextPage(),
    ids: () => ids(data()),
    total: () => data().pages[0]!.total,
  }
}

const ids = ({ pages }: InfiniteData<ProposalPage>) =>
  pages.flatMap((page) => page.items.map((item) => item.id)).join(' ')

describe('what was decided while the next page was on its way', () => {
  beforeEach(() => void vi.stubGlobal('requestAnimationFrame', () => 0))
  afterEach(() => void vi.unstubAllGlobals())

  it('does not stand in the list again, not even for a moment', async () => {
    const { client, arrive, watch, next, ids, total } = list()
    const seen: string[] = []
    const stop = watch((now) => seen.push(now))
    await expect.poll(ids).toBe('a b')
    const fetched = fetchMore(client, next)
    removeFromLists(client, proposal('a'))
    await expect.poll(() => seen.at(-1)).toBe('b')
    const before = seen.length
    arrive()
    await fetched
    await expect.poll(ids).toBe('b c')
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(total()).toBe(2)
    expect(seen.slice(before).filter((now) => now.includes('a'))).toEqual([])
    stop()
  })

  it('stands there again when the decision was taken back meanwhile', async () => {
    const { client, arrive, watch, next, ids } = list()
    const stop = watch(() => {})
    await expect.poll(ids).toBe('a b')
    const fetched = fetchMore(client, next)
    removeFromLists(client, proposal('b'))
    returnToLists(client, 'b')
    arrive()
    await fetched
    await expect.poll(ids).toBe('a b')
    stop()
  })
})
