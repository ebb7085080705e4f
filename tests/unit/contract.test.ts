import { describe, expect, it } from 'vitest'
import { hotHandlers } from '@/app/hot-handlers'
import { publicHandlers } from '@/app/public-handlers'
import { openapi } from '@/lib/server/http/openapi'
import { allRoutes } from '../support/routes'

describe('the public contract', () => {
  it('lists every route under /api/v1, /v1, health and metrics, and the document describes each', async () => {
    const isPublic = (path: string) => /^\/(api\/v1|v1|api\/health|api\/metrics)/.test(path)
    const found = (await allRoutes())
      .filter(({ path }) => isPublic(path))
      .map(({ method, path }) => `${method} ${path}`)
    const listed = publicHandlers.map(({ spec }) => `${spec.method} ${spec.path}`)
    expect(listed.sort()).toEqual(found.sort())
    const document = openapi(publicHandlers) as { paths: Record<string, Record<string, unknown>> }
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.sort()).toEqual(found.sort())
  })

  it('answers hot routes with the very functions the route files export', async () => {
    const handlers = new Set((await allRoutes()).map(({ handler }) => handler))
    for (const handler of hotHandlers) expect(handlers.has(handler)).toBe(true)
  })
})
