import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { api, apiPath, type ApiCall } from '@/components/data/api'
import { Problem } from '@/components/data/problem'
import {
  IntentDetail,
  IntentInsight,
  IntentPage,
  PhrasingSuggestion,
} from '@/lib/normalization/intents/schema'
import { JudgementPage, JudgementSummary } from '@/lib/normalization/judgements/schema'
import { MissPage } from '@/lib/normalization/misses/schema'
import { ReleaseDetail, ReleaseEvaluation, ReleasePage } from '@/lib/normalization/releases/schema'
import { MemoPage } from '@/lib/normalization/tiers/schema'

type Filters = NonNullable<ApiCall['query']>
type Page = { next_cursor: string | null }

function pagesQuery<T extends z.ZodType<Page>>(
  name: string,
  path: string,
  shape: T,
  filters: Filters,
  limit = 100,
) {
  return infiniteQueryOptions({
    queryKey: ['normalizer', name, filters],
    queryFn: ({ pageParam, signal }) =>
      api('GET', path, shape, { query: { ...filters, limit, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: z.infer<T>) => page.next_cursor,
    placeholderData: keepPreviousData,
  })
}

export const intentsQuery = (filters: Filters) =>
  pagesQuery('intents', '/api/console/intents', IntentPage, filters, 200)
export const missesQuery = (filters: Filters) =>
  pagesQuery('misses', '/api/console/misses', MissPage, filters, 50)
export const memosQuery = (filters: Filters) => pagesQuery('memo', '/api/console/memo', MemoPage, filters, 50)

export function judgementsQuery(filters: Filters) {
  // Judged items leave the list by hand; a refetch would move what is being read.
  return {
    ...pagesQuery('judgements', '/api/console/judgements', JudgementPage, filters, 50),
    refetchOnWindowFocus: false,
  }
}

export function judgementSummaryQuery() {
  return queryOptions({
    queryKey: ['normalizer', 'judgement-summary'],
    queryFn: ({ signal }) => api('GET', '/api/console/judgements/summary', JudgementSummary, { signal }),
  })
}

/** By key, as the address has it; the API knows intents by id. */
export function intentQuery(key: string) {
  return queryOptions({
    queryKey: ['normalizer', 'intent', key],
    queryFn: async ({ signal }) => {
      const query = { search: key, limit: 500, merged: true }
      const page = await api('GET', '/api/console/intents', IntentPage, { query, signal })
      const found = page.items.find((intent) => intent.key === key)
      if (!found) throw new Problem('not_found', `There is no intent ${key}.`, 404)
      return api('GET', apiPath('/api/console/intents', found.id), IntentDetail, { signal })
    },
    refetchOnWindowFocus: false,
  })
}

export function insightQuery(id: string) {
  return queryOptions({
    queryKey: ['normalizer', 'insight', id],
    queryFn: ({ signal }) =>
      api('GET', `${apiPath('/api/console/intents', id)}/insight`, IntentInsight, { signal }),
    staleTime: 60_000,
  })
}

export function suggestionsQuery(intent: string) {
  return queryOptions({
    queryKey: ['normalizer', 'suggestions', intent],
    queryFn: ({ signal }) =>
      api('GET', '/api/console/intents/suggestions', z.object({ items: z.array(PhrasingSuggestion) }), {
        query: { intent, limit: 12 },
        signal,
      }),
    staleTime: 60_000,
  })
}

const trainingPollMs = 1_500

export function releasesQuery() {
  return queryOptions({
    queryKey: ['normalizer', 'releases'],
    queryFn: ({ signal }) =>
      api('GET', '/api/console/releases', ReleasePage, { query: { limit: 100 }, signal }),
    refetchInterval: (query) =>
      query.state.data?.items.some((release) => release.status === 'training') ? trainingPollMs : false,
  })
}

export function releaseQuery(id: string) {
  return queryOptions({
    queryKey: ['normalizer', 'release', id],
    queryFn: ({ signal }) => api('GET', apiPath('/api/console/releases', id), ReleaseDetail, { signal }),
    refetchInterval: (query) => {
      const release = query.state.data
      const working = release?.status === 'training' || (release?.status === 'draft' && !release.preview)
      return working ? trainingPollMs : false
    },
  })
}

export function evaluationQuery(id: string) {
  return queryOptions({
    queryKey: ['normalizer', 'evaluation', id],
    queryFn: ({ signal }) =>
      api('GET', `${apiPath('/api/console/releases', id)}/evaluation`, ReleaseEvaluation, { signal }),
    staleTime: 30_000,
  })
}
