import type { RouteHandler } from './route'

type Match = { handler: RouteHandler; params: Record<string, string> }
type Pattern = { method: string; segments: string[]; handler: RouteHandler }

/** Hot routes: those without parameters by one look-up, the few others segment by segment. No regular expressions. */
export type HotRoutes = { fixed: Map<string, Match>; patterns: Pattern[] }

export function hotRoutes(handlers: RouteHandler[]): HotRoutes {
  const fixed = new Map<string, Match>()
  const patterns: Pattern[] = []
  for (const handler of handlers) {
    const { method, path } = handler.spec
    if (path.includes('{')) patterns.push({ method, segments: path.split('/').slice(1), handler })
    else fixed.set(`${method} ${path}`, { handler, params: {} })
  }
  return { fixed, patterns }
}

/** The route of this request, or null: then Next answers, which also says 404 and 405. */
export function matchHotRoute({ fixed, patterns }: HotRoutes, method: string, path: string): Match | null {
  const known = fixed.get(`${method} ${path}`)
  if (known) return known
  const segments = path.split('/').slice(1)
  for (const pattern of patterns) {
    if (pattern.method !== method || pattern.segments.length !== segments.length) continue
    const params = matchSegments(pattern.segments, segments)
    if (params) return { handler: pattern.handler, params }
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
