import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { EntryDetail } from '@/lib/entries/schema'
import { Checklist, ProposalDetail } from '@/lib/proposals/schema'
import { QueueSummary } from '@/lib/proposals/quality/quality-schema'
import { PolicyView } from '@/lib/workspaces/schema'
import { api, apiPath, type ApiCall } from './api'
import {
  Comments,
  EntryPage,
  Members,
  Notifications,
  ProposalContext,
  ProposalPage,
  SavedViews,
} from './shapes'

/** Every query of the console: key and call in one place, for hooks, prefetch and invalidation. */
type Filters = NonNullable<ApiCall['query']>

/** The first page must arrive with the HTML; the rest is fetched in bites a frame or two can parse, as one scrolls. */
export const firstPageSize = 100
const nextPageSize = 200
export const entryPageSize = 100
const pollMs = 10_000

export function proposalsQuery(filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ['proposals', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      api('GET', '/api/v1/proposals', ProposalPage, {
        query: { ...filters, limit: pageParam ? nextPageSize : firstPageSize, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    // Nothing moves under the cursor: what is new is announced (`arrivalsQuery`).
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}

/** The newest waiting proposals, polled: what the list has not got yet is announced, not inserted. */
export function arrivalsQuery(filters: Filters) {
  return queryOptions({
    queryKey: ['proposals', 'arrivals', filters],
    queryFn: ({ signal }) =>
      api('GET', '/api/v1/proposals', ProposalPage, {
        query: { ...filters, sort: 'newest', limit: 50 },
        signal,
      }),
    refetchInterval: pollMs,
  })
}

/** Counts for tabs, filters and the sidebar. */
export function queueSummaryQuery() {
  return queryOptions({
    queryKey: ['proposals', 'summary'],
    queryFn: ({ signal }) => api('GET', '/api/console/proposals/summary', QueueSummary, { signal }),
    refetchInterval: 30_000,
  })
}

export function membersQuery() {
  return queryOptions({
    queryKey: ['members'],
    queryFn: ({ signal }) => api('GET', '/api/console/members', Members, { signal }),
    staleTime: 5 * 60_000,
  })
}

/** What answers of this workspace may contain: for the lint; the server checks again. */
export function policyQuery() {
  return queryOptions({
    queryKey: ['policy'],
    queryFn: ({ signal }) => api('GET', '/api/console/policy', PolicyView, { signal }),
    staleTime: 5 * 60_000,
  })
}

export function proposalQuery(id: string) {
  return queryOptions({
    queryKey: ['proposals', 'one', id],
    queryFn: ({ signal }) => api('GET', apiPath('/api/v1/proposals', id), ProposalDetail, { signal }),
    // What was read ahead is as fresh as what stands open.
    staleTime: pollMs,
    refetchInterval: pollMs,
  })
}

export function checklistQuery(id: string, contentHash: string) {
  return queryOptions({
    queryKey: ['proposals', 'checklist', id, contentHash],
    queryFn: ({ signal }) =>
      api('GET', `${apiPath('/api/console/proposals', id)}/checklist`, Checklist, { signal }),
  })
}

export function proposalContextQuery(id: string) {
  return queryOptions({
    queryKey: ['proposals', 'context', id],
    queryFn: ({ signal }) =>
      api('GET', `${apiPath('/api/console/proposals', id)}/context`, ProposalContext, { signal }),
    staleTime: 60_000,
  })
}

export type CommentSubject = { type: 'proposal' | 'entry'; id: string }

export function commentsPath({ type, id }: CommentSubject): string {
  return `${apiPath(type === 'proposal' ? '/api/console/proposals' : '/api/console/entries', id)}/comments`
}

export function commentsQuery(subject: CommentSubject) {
  return queryOptions({
    queryKey: ['comments', subject],
    queryFn: ({ signal }) => api('GET', commentsPath(subject), Comments, { signal }),
  })
}

export function entriesQuery(filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ['entries', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      api('GET', '/api/v1/entries', EntryPage, {
        query: { ...filters, limit: entryPageSize, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  })
}

export function entryQuery(id: string) {
  return queryOptions({
    queryKey: ['entries', 'one', id],
    queryFn: ({ signal }) => api('GET', apiPath('/api/v1/entries', id), EntryDetail, { signal }),
  })
}

export function savedViewsQuery() {
  return queryOptions({
    queryKey: ['views'],
    queryFn: ({ signal }) => api('GET', '/api/console/views', SavedViews, { signal }),
    staleTime: 5 * 60_000,
  })
}

export function notificationsQuery() {
  return queryOptions({
    queryKey: ['notifications'],
    queryFn: ({ signal }) => api('GET', '/api/console/notifications', Notifications, { signal }),
    refetchInterval: 60_000,
  })
}

/** A few matches of each kind for ⌘K. */
export function paletteSearchQuery(search: string) {
  return queryOptions({
    queryKey: ['palette', search],
    enabled: search.length >= 2,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const [proposals, entries] = await Promise.all([
        api('GET', '/api/v1/proposals', ProposalPage, {
          query: { search, status: 'pending', limit: 5 },
          signal,
        }),
        api('GET', '/api/v1/entries', EntryPage, { query: { search, limit: 5 }, signal }),
      ])
      return { proposals: proposals.items, entries: entries.items }
    },
  })
}
