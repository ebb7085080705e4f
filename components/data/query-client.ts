import { QueryClient } from '@tanstack/react-query'
import { isProblem } from './problem'

/** Server and browser make their clients alike, so that what was prefetched counts as fresh. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 10 * 60_000,
        retry: (failures, error) => failures < 2 && worthRetrying(error),
      },
    },
  })
}

/** A refusal stays a refusal; only an absent or overloaded server is asked again. */
function worthRetrying(error: unknown): boolean {
  if (!isProblem(error)) return false
  return error.code === 'network' || error.status >= 502
}
