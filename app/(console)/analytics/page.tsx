import type { Metadata } from 'next'
import { GET as getAnalytics } from '@/app/api/console/analytics/route'
import { analyticsQuery, readAnalyticsFilters } from '@/components/analytics/queries'
import { AnalyticsView } from '@/components/analytics/analytics-view'
import { Prefetched } from '@/app/(console)/prefetched'

export const metadata: Metadata = { title: 'Analytics' }

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function AnalyticsPage({ searchParams }: { searchParams: Search }) {
  const params = await searchParams
  const filters = readAnalyticsFilters({ get: (name) => [params[name]].flat()[0] ?? null })
  return (
    <Prefetched
      queries={[{ queryKey: analyticsQuery(filters).queryKey, handler: getAnalytics, query: filters }]}
    >
      <AnalyticsView />
    </Prefetched>
  )
}
