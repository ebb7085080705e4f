import type { Metadata } from 'next'
import { GET as listProposals } from '@/app/api/v1/proposals/route'
import { proposalsQuery, firstPageSize } from '@/components/data/queries'
import { Prefetched } from '@/app/(console)/prefetched'
import { readFilters, toQuery } from '@/components/queue/filters'
import { QueueView } from '@/components/queue/queue-view'

export const metadata: Metadata = { title: 'Queue' }

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function QueuePage({ searchParams }: { searchParams: Search }) {
  const params = await searchParams
  const query = toQuery(readFilters({ get: (name) => [params[name]].flat()[0] ?? null }))
  return (
    <Prefetched
      queries={[
        {
          queryKey: proposalsQuery(query).queryKey,
          handler: listProposals,
          query: { ...query, limit: firstPageSize },
          infinite: true,
        },
      ]}
    >
      <QueueView />
    </Prefetched>
  )
}
