import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '@/components/data/api'
import { Analytics } from '@/lib/usage/analytics-schema'
import { UsageRange } from '@/lib/usage/schema'

/** What the page's address says. Empty means "all". */
export type AnalyticsFilters = { range: UsageRange; scope: string; key: string }

export function readAnalyticsFilters(params: { get(name: string): string | null }): AnalyticsFilters {
  const range = UsageRange.safeParse(params.get('range'))
  return {
    range: range.success ? range.data : '7d',
    scope: params.get('scope') ?? '',
    key: params.get('key') ?? '',
  }
}

export function writeAnalyticsFilters({ range, scope, key }: AnalyticsFilters): string {
  const params = new URLSearchParams()
  if (range !== '7d') params.set('range', range)
  if (scope) params.set('scope', scope)
  if (key) params.set('key', key)
  return params.toString()
}

export function analyticsQuery(filters: AnalyticsFilters) {
  return queryOptions({
    queryKey: ['analytics', filters],
    queryFn: ({ signal }) => api('GET', '/api/console/analytics', Analytics, { query: filters, signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    refetchInterval: filters.range === '1h' || filters.range === '24h' ? 60_000 : false,
  })
}
