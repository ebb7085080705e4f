import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { api, apiPath, type ApiCall } from '@/components/data/api'
import { AuditEvent, AuditPage, Checkpoint, InclusionProof } from '@/lib/audit/schema'

/** How far the log was verified, and the newest signed statement about it. */
export const LogState = z.object({
  checkpoint: Checkpoint.nullable(),
  size: z.number().int(),
  verified_through: z.number().int(),
  ok: z.boolean(),
  problem: z.string().nullish(),
})
export type LogState = z.infer<typeof LogState>

export function auditQuery(filters: NonNullable<ApiCall['query']>) {
  return infiniteQueryOptions({
    queryKey: ['audit', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      api('GET', '/api/v1/audit', AuditPage, {
        query: { ...filters, limit: 100, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    // Rows must not move while somebody reads them; "Refresh" asks.
    refetchOnWindowFocus: false,
  })
}

export function auditEventQuery(id: string) {
  return queryOptions({
    queryKey: ['audit', 'one', id],
    queryFn: ({ signal }) => api('GET', apiPath('/api/v1/audit', id), AuditEvent, { signal }),
    staleTime: 60_000,
  })
}

export function logStateQuery() {
  return queryOptions({
    queryKey: ['audit', 'checkpoint'],
    queryFn: ({ signal }) => api('GET', '/api/v1/audit/checkpoint', LogState, { signal }),
    refetchInterval: 60_000,
  })
}

export function readProof(id: string) {
  return api('GET', `${apiPath('/api/v1/audit', id)}/proof`, InclusionProof)
}
