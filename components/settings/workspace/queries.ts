import { queryOptions } from '@tanstack/react-query'
import { api } from '@/components/data/api'
import { DedicatedStoreView } from '@/lib/workspaces/dedicated-store/schema'

export function dedicatedStoreQuery() {
  return queryOptions({
    queryKey: ['settings', 'dedicated-store'],
    queryFn: ({ signal }) => api('GET', '/api/console/dedicated-store', DedicatedStoreView, { signal }),
    // Answers are on their way, or a Redis is away: the next look may say otherwise.
    refetchInterval: ({ state: { data } }) =>
      data && (data.status === 'moving' || data.status === 'broken' || data.emptying.length > 0)
        ? 3_000
        : false,
  })
}
