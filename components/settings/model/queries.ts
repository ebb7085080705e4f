import { queryOptions } from '@tanstack/react-query'
import { api } from '@/components/data/api'
import { UpstreamState } from '@/lib/workspaces/upstream/schema'

export function upstreamsQuery() {
  return queryOptions({
    queryKey: ['settings', 'upstreams'],
    queryFn: ({ signal }) => api('GET', '/api/console/upstream', UpstreamState, { signal }),
    refetchOnWindowFocus: false,
  })
}
