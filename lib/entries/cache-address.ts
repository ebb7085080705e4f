import { createHash } from 'node:crypto'

export type CacheAddress = { workspace: string; scope: string; key: string }

/**
 * The hot store address of an answer: the only place that builds one, for reads and writes alike.
 * The workspace is a required part and stands in Redis Cluster's hash tag; scope and key are
 * hashed together, so an address never shows what was asked and its length is fixed.
 */
export function cacheAddress({ workspace, scope, key }: CacheAddress): string {
  const digest = createHash('sha256').update(`${scope.length}:${scope}:${key}`).digest('base64url')
  return `l0:{${workspace}}:e:${digest}`
}

/** The channel on which instances tell one another what changed. */
export const invalidationChannel = 'l0:changed'
