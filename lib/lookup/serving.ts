import type { PublishedEntry } from '@/lib/entries/schema'
import { hitIdsOf, type HitIds } from './hit-id'
import type { LookupHit } from './schema'

/** What all hits of one published version have in common. */
export type Serving = { key: Buffer; reference: LookupHit['entry']; hitId: HitIds }

// Gone with the entry: another version is another object.
const servings = new WeakMap<PublishedEntry, Serving>()

export function servingOf(entry: PublishedEntry, key: Buffer): Serving {
  let serving = servings.get(entry)
  if (serving?.key !== key) servings.set(entry, (serving = makeServing(entry, key)))
  return serving
}

function makeServing(entry: PublishedEntry, key: Buffer): Serving {
  const { workspace, entry: id, version, approved_at } = entry
  return {
    key,
    reference: Object.freeze({ id, version, approved_at }),
    hitId: hitIdsOf(key, { workspace, entry: id, version }),
  }
}
