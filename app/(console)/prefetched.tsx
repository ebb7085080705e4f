import { dehydrate, HydrationBoundary, type QueryKey } from '@tanstack/react-query'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import type { RouteHandler } from '@/lib/server/http/route'
import { queryString, type ApiCall } from '@/components/data/api'
import { makeQueryClient } from '@/components/data/query-client'

export type Prefetch = {
  queryKey: QueryKey
  /** The route's own `GET`: prefetching passes the same lock as the browser would. */
  handler: RouteHandler
  params?: Record<string, string>
  query?: ApiCall['query']
  /** For `useInfiniteQuery`: the reply becomes the first page. */
  infinite?: boolean
}

/**
 * Fills the browser's query cache before the page arrives, by calling routes in this process with the
 * caller's cookie. What fails is left out: the browser asks again and shows the reason.
 */
export async function Prefetched({ queries, children }: { queries: Prefetch[]; children: ReactNode }) {
  const client = makeQueryClient()
  const cookie = (await headers()).get('cookie') ?? ''
  await Promise.all(
    queries.map(async (wanted) => {
      const body = await readRoute(wanted, cookie).catch(() => undefined)
      if (body === undefined) return
      client.setQueryData(wanted.queryKey, wanted.infinite ? { pages: [body], pageParams: [null] } : body)
    }),
  )
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>
}

async function readRoute({ handler, params = {}, query }: Prefetch, cookie: string): Promise<unknown> {
  const request = new Request(`http://console.internal/${queryString(query)}`, { headers: { cookie } })
  const response = await handler(request, { params: Promise.resolve(params) })
  return response.ok ? response.json() : undefined
}
