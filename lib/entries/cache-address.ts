import { createHash } from 'node:crypto'

export type CacheAddress = { workspace: string; scope: string; key: string }

/** Addresses asked for lately, by workspace, scope and key: a hash for every hit is a good part of what a hit costs. */
let addresses = new Map<string, Map<string, Map<string, string>>>()
let remembered = 0
const maxRemembered = 10_000

/**
 * The hot store address of an answer: the only place that builds one, for reads and writes alike.
 * The workspace is a required part and stands in Redis Cluster's hash tag; scope and key are
 * hashed together, so an address never shows what was asked and its length is fixed.
 */
export function cacheAddress(where: CacheAddress): string {
  const { workspace, scope, key } = where
  const known = addresses.get(workspace)?.get(scope)?.get(key)
  if (known !== undefined) return known
  const digest = createHash('sha256').update(`${scope.length}:${scope}:${key}`).digest('base64url')
  const address = `l0:{${workspace}}:e:${digest}`
  // Exact keys are as many as there are questions; they would only push the others out.
  if (!key.startsWith('exact:')) remember(where, address)
  return address
}

function remember({ workspace, scope, key }: CacheAddress, address: string): void {
  if (remembered >= maxRemembered) {
    addresses = new Map()
    remembered = 0
  }
  let scopes = addresses.get(workspace)
  if (!scopes) addresses.set(workspace, (scopes = new Map()))
  let keys = scopes.get(scope)
  if (!keys) scopes.set(scope, (keys = new Map()))
  keys.set(key, address)
  remembered++
}

/** The channel on which instances tell one another what changed. */
export const invalidationChannel = 'l0:changed'

/** Holds the id of the place a workspace's answers were moved to: two addresses of one server show it. */
export function placeAddress(workspaceId: string): string {
  return `l0:{${workspaceId}}:place`
}
