import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { RouteHandler } from '@/lib/server/http/route'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export type FoundRoute = { method: string; file: string; path: string; handler: RouteHandler }

/** Every handler that a route file under `app/` exports, found by walking the files. */
export async function allRoutes(): Promise<FoundRoute[]> {
  const found: FoundRoute[] = []
  for (const file of walk('app')) {
    const exported = (await import(path.resolve(file))) as Record<string, unknown>
    for (const method of methods) {
      if (exported[method])
        found.push({ method, file, path: pathOf(file), handler: exported[method] as RouteHandler })
    }
  }
  return found
}

/** `app/api/v1/entries/[entry]/route.ts` → `/api/v1/entries/{entry}`. */
function pathOf(file: string): string {
  const parts = path.dirname(file).split(path.sep).slice(1)
  return `/${parts
    .filter((part) => !part.startsWith('('))
    .map((part) => part.replace(/^\[(?:\.\.\.)?(.+)\]$/, '{$1}'))
    .join('/')}`
}

function walk(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(directory, entry.name)
    if (entry.isDirectory()) return walk(full)
    return entry.name === 'route.ts' ? [full] : []
  })
}
