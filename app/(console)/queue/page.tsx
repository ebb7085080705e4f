import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { GET as listProposals } from '@/app/api/v1/proposals/route'
import { proposalsQuery, firstPageSize } from '@/components/data/queries'
import { Prefetched } from '@/app/(console)/prefetched'
import { readFilters, toQuery } from '@/components/queue/filters'
import { QueueView } from '@/components/queue/queue-view'
import { container } from '@/lib/server/container'
import { pagePrincipal } from '@/lib/server/identity/page-session'
import { startsAtWelcome } from '@/lib/workspaces/onboarding/onboard'

export const metadata: Metadata = { title: 'Queue' }

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function QueuePage({ searchParams }: { searchParams: Search }) {
  if (await startsAtWelcome(container().onboarding, await pagePrincipal())) redirect('/welcome')
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
