import type { RouteHandler } from './route'

export type HotRoute = { method: string; pattern: string[]; handler: RouteHandler }

/** Routes as path segments, so that a request is matched without a regular expression. */
export function hotRoutes(handlers: RouteHandler[]): HotRoute[] {
  return handlers.map((handler) => ({
    method: handler.spec.method,
    pattern: handler.spec.path.split('/').slice(1),
    handler,
  }))
}

/** The route of this request, or null: then Next answers, which also says 404 and 405. */
export function matchHotRoute(
  routes: HotRoute[],
  method: string,
  path: string,
): { handler: RouteHandler; params: Record<string, string> } | null {
  const segments = path.split('/').slice(1)
  for (const route of routes) {
    if (route.method !== method || route.pattern.length !== segments.length) continue
    const params = matchSegments(route.pattern, segments)
    if (params) return { handler: route.handler, params }
  }
  return null
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | null {
  const params: Record<string, string> = {}
  for (let i = 0; i < pattern.length; i++) {
    const part = pattern[i]!
    const segment = segments[i]!
    if (part.startsWith('{')) params[part.slice(1, -1)] = safeDecode(segment)
    else if (part !== segment) return null
  }
  return params
}

function safeDecode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
