import { queryOptions } from '@tanstack/react-query'
import { api, apiPath } from '@/components/data/api'
import { AnalysisDetail, AnalysisList } from '@/lib/normalization/opportunity/schema'

const pollMs = 1_000

export function analysesQuery() {
  return queryOptions({
    queryKey: ['normalizer', 'analyses'],
    queryFn: ({ signal }) => api('GET', '/api/console/analyze', AnalysisList, { signal }),
  })
}

export function analysisQuery(id: string) {
  return queryOptions({
    queryKey: ['normalizer', 'analysis', id],
    queryFn: ({ signal }) => api('GET', apiPath('/api/console/analyze', id), AnalysisDetail, { signal }),
    refetchInterval: (query) => (query.state.data?.status === 'running' ? pollMs : false),
    refetchOnWindowFocus: false,
  })
}
