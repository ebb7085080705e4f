import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { api } from '@/components/data/api'
import { LibraryPage } from '@/lib/proposals/library/schema'

export const libraryKey = ['library'] as const

export function libraryQuery(search: string) {
  return infiniteQueryOptions({
    queryKey: [...libraryKey, search],
    queryFn: ({ pageParam, signal }) =>
      api('GET', '/api/console/library', LibraryPage, { query: { search, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })
}
