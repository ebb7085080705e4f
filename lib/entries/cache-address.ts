import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

export type CacheAddress = { workspace: string; scope: string; key: string }

/** Addresses asked for lately: a hash for every hit is a good part of what a hit costs. */
const addresses = new LRUCache<string, string>({ max: 10_000 })

/**
 * The hot store address of an answer: the only place that builds one, for reads and writes alike.
 * The workspace is a required part and stands in Redis Cluster's hash tag; scope and key are
 * hashed together, so an address never shows what was asked and its length is fixed.
 */
export function cacheAddress({ workspace, scope, key }: CacheAddress): string {
  const name = `${workspace}\n${scope.length}:${scope}:${key}`
  const known = addresses.get(name)
  if (known !== undefined) return known
  const digest = createHash('sha256').update(`${scope.length}:${scope}:${key}`).digest('base64url')
  const address = `l0:{${workspace}}:e:${digest}`
  // Exact keys are as many as there are questions; they would only push the others out.
  if (!key.startsWith('exact:')) addresses.set(name, address)
  return address
}

/** The channel on which instances tell one another what changed. */
export const invalidationChannel = 'l0:changed'
